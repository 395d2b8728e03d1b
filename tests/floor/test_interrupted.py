"""A talk interrupted at every step that docs/telephony.md lists: nothing hangs, and nobody is forgotten."""

import re
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ivr.config import Config
from ivr.service.lines import Lines
from ivr.simulator import events
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.storage.floor_records import Intent, OfferRow
from ivr.trial.stage import NUMBER, Stage, begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow

PAGE = (Path(__file__).parents[2] / "docs" / "telephony.md").read_text(encoding="utf-8")
STEPS = [line for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]
REQUESTS = list(dict.fromkeys(re.findall(r"→ `(/voice/[a-z/]+)`", "\n".join(STEPS))))
ASKED = {"Calls": "ring", "Members": "dequeue"}
WRITES = re.findall(r"⇒ `(\w+)`", "\n".join(STEPS))
WITHIN_SECONDS = 35
STORY = """
given agent 1024 at +15551110001 for refund in en
given agent 1025 at +15551110002 for account refund in en
caller Li +8613800138000 calls +15559990000
> 2
> 4
> 0
> wait 150
> hang up
agent Ana at +15551110001 answers after 3
> 1
= talk
> wait 20
> hang up
agent Ben at +15551110002 answers after 3
> 1
= talk
> wait 20
> hang up
"""


class Killed(BaseException):
    """The worker is gone in the middle of what it does."""


class Interrupted(OverTwilio):
    """A worker that is killed once before or after it asks something, and is back a second later."""

    def __init__(self, config: Config, asked: str = "", when: str = "") -> None:
        super().__init__(config)
        self.exchange: Exchange | None = None
        self.at: float | None = None
        if asked:
            self.lines = _Dying(self.lines, asked, when, self._now)  # type: ignore[assignment]

    def _now(self) -> None:
        assert self.exchange is not None
        self.at = self.exchange.clock.elapsed

    def meet(self, exchange: Exchange) -> None:
        super().meet(exchange)
        self.exchange = exchange

    def work(self, tick: Callable[[], None]) -> None:
        if self.at is not None and self.exchange is not None and self.exchange.clock.elapsed < self.at + 1:
            return
        with suppress(Killed):
            tick()


class _Dying:
    def __init__(self, lines: Lines, asked: str, when: str, note: Callable[[], None]) -> None:
        self._lines, self._asked, self._when, self._note = lines, asked, when, note

    def __getattr__(self, name: str) -> Callable[..., object]:
        ask: Callable[..., object] = getattr(self._lines, name)
        if name != self._asked:
            return ask

        def dies(*given: str) -> None:
            if self._when == "after":
                ask(*given)  # which may be refused: then nothing was asked yet
            self._asked = ""
            self._note()
            raise Killed

        return dies


class Watch:
    """Keeps what happened, and what still hangs so many seconds after the disturbance.

    `leg` is gone right after the first request to `path`.
    """

    def __init__(self, stage: Stage, ringing: Interrupted, path: str, leg: str) -> None:
        self.stage, self.ringing, self.path, self.leg = stage, ringing, path, leg
        self.happened: list[events.Event] = []
        self.hanging: list[Intent | OfferRow] | None = None
        self.waiting: Sequence[object] | None = None
        self.recordings: list[str] = []
        self.states: dict[str, str] = {}
        stage.clock.every(1, self.look)

    def tell(self, event: events.Event) -> None:
        self.happened.append(event)
        if self.path and isinstance(event.what, events.Request) and f"{self.path}?" in event.what.url and self.ringing.at is None:
            self.ringing.at = self.stage.clock.elapsed
            self.stage.clock.after(0.01, self.hang_up)

    def hang_up(self) -> None:
        exchange = self.ringing.exchange
        assert exchange is not None
        for leg in [leg for leg in exchange.legs.values() if leg.name == self.leg and not leg.is_over]:
            exchange.hang_up(leg)

    def look(self) -> None:
        at, now = self.ringing.at, self.stage.clock
        if at is None or self.hanging is not None or now.elapsed < at + WITHIN_SECONDS:
            return
        before = now.at(at)
        with self.stage.application.store.unit() as unit:
            stale = [each for each in unit.stale_offers(before) if each.state != "talking"]
            self.hanging = [*stale, *unit.late_offers(before), *(each for each in unit.due_intents(now.now()) if each.due_at < before)]


def play(given: str, ringing_of: Callable[[Config], Interrupted], path: str = "", leg: str = "", story: str = STORY) -> Watch:
    script = read_transcript(given + story, "interrupted.call")
    config = in_process(MENUS)
    ringing = ringing_of(config)
    with closing(set_up(flow(), config, begins(script, flow()), script, ringing)) as stage:
        watch = Watch(stage, ringing, path, leg)
        phone = Phone(line=stage.line, clock=stage.clock, token=stage.token, meet=ringing.meet, patience=None, seed=1)
        phone.play(NUMBER, script, watch.tell)
        stage.clock.advance(60)
        with stage.application.store.unit() as unit:
            watch.waiting = unit.waiting(stage.clock.now())
            assert watch.waiting == []
            assert unit.stale_offers(stage.clock.now()) == []
            assert unit.due_intents(stage.clock.now()) == []
            callers = [leg.sid for leg in ringing.exchange.legs.values() if leg.name == "Li"] if ringing.exchange else []
            watch.recordings = unit.recordings_of(callers)
            watch.states = {agent.id: agent.state for agent in unit.agents()}
    return watch


def assert_ended_well(watch: Watch, alone: bool) -> None:
    """The caller, if still there, talked to somebody or is asked how it was; if not, nobody was left on the line."""
    assert watch.ringing.at is not None, "nothing was disturbed"
    assert watch.hanging == []
    ends = {event.leg: event.at for event in watch.happened if isinstance(event.what, events.Ended)}
    if alone:
        assert max(ends.values()) <= watch.ringing.at + WITHIN_SECONDS
        return
    since = [event.what for event in watch.happened if event.leg == "Li" and event.at >= watch.ringing.at]
    assert any(isinstance(what, events.Talk) or "How was the service" in getattr(what, "text", "") for what in since)


def test_the_page_lists_the_steps() -> None:
    assert len(REQUESTS) >= 5
    assert set(WRITES) == set(ASKED)


@pytest.mark.parametrize("fault", ["drop", "lose"])
@pytest.mark.parametrize("path", REQUESTS)
def test_a_request_or_its_answer_is_lost(path: str, fault: str) -> None:
    assert_ended_well(play(f"given fault {fault} {path} number 1", Interrupted, path), alone=False)


@pytest.mark.parametrize("leg", ["Li", "Ana"])
@pytest.mark.parametrize("path", REQUESTS)
def test_a_leg_is_gone_after_a_request(path: str, leg: str) -> None:
    assert_ended_well(play("", Interrupted, path, leg), alone=leg == "Li")


@pytest.mark.parametrize("leg", ["", "Li", "Ana"])
def test_what_is_never_told_of_rooms_and_ends_is_asked_for(leg: str) -> None:
    """Nobody tells who is in a room or whose call is over; a leg is gone once the caller is out of the line."""
    given = "".join(f"given fault drop {path}\n" for path in ("/voice/room", "/voice/status", "/voice/agent/status"))
    assert_ended_well(play(given, Interrupted, "/voice/talk", leg), alone=leg == "Li")


@pytest.mark.parametrize("fault", ["lose", "fail", "refuse"])
@pytest.mark.parametrize(("asked", "leg"), [("/*/Calls.json", ""), ("/*/Members/*", ""), ("/*/Calls/*", "Li")])
def test_what_the_carrier_is_asked_goes_wrong(asked: str, leg: str, fault: str) -> None:
    """A dial, a dequeue and a hang-up are done though no answer comes, or not done; once the caller is in the line, it talks in the end."""
    assert_ended_well(play(f"given rest {fault} {asked} number 1", Interrupted, "/voice/talk", leg), alone=leg == "Li")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", WRITES)
def test_the_worker_is_killed_beside_what_it_asks(write: str, when: str) -> None:
    assert_ended_well(play("", lambda config: Interrupted(config, ASKED[write], when)), alone=False)
