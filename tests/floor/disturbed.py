"""Written calls in which one thing goes wrong: a worker is killed, a leg is gone, a request is lost; and what came of it."""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from ivr.config import Config
from ivr.simulator import events
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.grammar import BadTranscript, read_transcript
from ivr.simulator.faces.transcript import Script
from ivr.simulator.office.leg import Leg
from ivr.storage.floor_records import Intent, OfferRow
from ivr.storage.records import Callback
from ivr.trial.number import NUMBER
from ivr.trial.stage import Stage, begins, in_process, set_up
from tests.floor.amiss import Amiss
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow
from tests.settled import DEFAULT, noted

WITHIN_SECONDS = 35
A_MOMENT = 0.01
"""So long after a step whoever is to be gone puts the phone down: times are told in hundredths of a second."""
CONFIG = in_process(MENUS)
"""The same for all plays: what is signed in one is signed alike in another."""
QUIET_SECONDS = 80
"""A story is over when nobody has been on the line for so long: a call of which nobody knows whether it was made is settled by then."""


class Killed(BaseException):
    """The worker is gone in the middle of what it does."""


class Over(Exception):
    """Nothing happens in the story any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: when, how and where; to the carrier, or of it."""

    at: float
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Kill:
    """A worker dies before or after its `number`th request to a path."""

    path: str
    number: int
    when: str


class Interrupted(OverTwilio):
    """A worker that is killed at most once, and back a second later; `is_doubled`: another does the same whenever it asks something."""

    def __init__(self, config: Config, kill: Kill | None = None, is_doubled: bool = False) -> None:
        super().__init__(config)
        self.exchange: Exchange | None = None
        self.asked: list[Asked] = []
        self._kill, self._is_doubled = kill, is_doubled
        self._back_at = 0.0
        self._tick: Callable[[], None] = lambda: None

    def meet(self, exchange: Exchange) -> None:
        super().meet(exchange)
        self.exchange, self._ask = exchange, self._twilio.http_client.request
        self._twilio.http_client.request = self._request

    def work(self, tick: Callable[[], None]) -> None:
        if self._now() < self._back_at:
            return
        self._tick = tick
        with suppress(Killed):
            tick()

    def _request(self, method: str, uri: str, *given: Any, **named: Any) -> Any:
        path = urlsplit(uri).path
        self.asked.append(Asked(round(self._now(), 2), method.upper(), path))  # as events are told
        self._reach("before", path)
        answer = self._ask(method, uri, *given, **named)
        self._reach("after", path)
        return answer

    def _reach(self, when: str, path: str) -> None:
        """Be before or after a request: the place to die, and for another to do what this one is about."""
        kill = self._kill
        if kill and kill.when == when and fnmatchcase(path, kill.path) and count(self.asked, kill.path) == kill.number:
            self._kill, self._back_at = None, self._now() + 1
            raise Killed
        if self._is_doubled:
            self._is_doubled = False
            self._tick()
            self._is_doubled = True

    def _now(self) -> float:
        return self.exchange.clock.elapsed if self.exchange else 0.0


def count(asked: Sequence[Asked], path: str) -> int:
    return sum(fnmatchcase(each.path, path) for each in asked)


class Watch:
    """Keeps what happened; of a story in which something is disturbed `at` a moment also what still hangs so many seconds later.

    Whose name is `gone` puts the phone down at that moment.
    """

    def __init__(self, stage: Stage, worker: Interrupted, script: Script, at: float | None, gone: str) -> None:
        self.stage, self.worker, self.at, self.gone = stage, worker, at, gone
        self.roles = {part.name: part.role for part in script.parts}
        self.numbers = {part.name: part.number for part in script.parts if part.role == "agent"}
        self.callers = [part.number for part in script.parts if part.role == "caller"]
        self.left: set[str] = set()
        self.happened: list[events.Event] = []
        self.hanging: list[Intent | OfferRow] = []
        self.waiting: Sequence[object] | None = None
        self.forgotten: list[Callback] = []
        self.recordings: list[str] = []
        self.states: dict[str, str] = {}
        self.points: set[str] = set()
        self.amiss = Amiss(stage.application.store)
        self._busy_at = 0.0
        stage.clock.every(1, self._look)
        if at is not None:
            stage.clock.after(at + A_MOMENT, self._hang_up)
            stage.clock.after(at + WITHIN_SECONDS, lambda: self._find_hanging(stage.clock.at(at)))

    def asked(self) -> list[Asked]:
        """List all requests of the carrier, and all to it."""
        told = [(event.at, event.what) for event in self.happened]
        ours = [Asked(at, what.method, urlsplit(what.url).path) for at, what in told if isinstance(what, events.Request)]
        return ours + self.worker.asked

    def ends(self, role: str) -> dict[str, float]:
        """Tell when each caller, or agent, was last on the line."""
        ends = {event.leg: event.at for event in self.happened if isinstance(event.what, events.Ended)}
        return {name: at for name, at in ends.items() if self.roles.get(name) == role}

    def close(self) -> None:
        """Look at what is left when all is over."""
        now = self.stage.clock.now()
        with self.stage.application.store.unit() as unit:
            self.waiting = unit.waiting(now)
            self.hanging += [*unit.stale_offers(now), *unit.due_intents(now)]
            legs = self._legs(lambda leg: self.roles.get(leg.name) == "caller")
            self.recordings = unit.recordings_of([leg.sid for leg in legs])
            self.states = {agent.id: agent.state for agent in unit.agents()}
            hashes = map(self.stage.application.services.turns.numbers.hash, self.callers)
            self.forgotten = [each for caller in hashes for each in unit.callbacks_of(caller) if is_forgotten(each, now)]

    def _legs(self, fits: Callable[[Leg], bool]) -> list[Leg]:
        return [leg for leg in self.worker.exchange.legs.values() if fits(leg)] if self.worker.exchange else []

    def legs_of(self, name: str) -> list[Leg]:
        """Who called, and is called back, is another part of the story; their leg keeps the name of who called."""
        return self._legs(lambda leg: leg.name == name or leg.called == self.numbers.get(name))

    def _hang_up(self) -> None:
        for leg in [leg for leg in self.legs_of(self.gone) if not leg.is_over]:
            self.left.add(leg.name)
            self.worker.exchange.hang_up(leg)

    def _look(self) -> None:
        now = self.stage.clock.elapsed
        if self.worker.exchange:
            self.amiss.look(self.worker.exchange, self.stage.clock.now(), self.at or 0)
        if self._legs(lambda leg: not leg.is_over) or not self.happened:
            self._busy_at = now
        elif now > self._busy_at + QUIET_SECONDS:
            self._busy_at = now
            raise Over

    def _find_hanging(self, before: datetime) -> None:
        with self.stage.application.store.unit() as unit:
            stale = [each for each in unit.stale_offers(before) if each.state != "talking"]
            due = [each for each in unit.due_intents(self.stage.clock.now()) if each.due_at < before]
            self.hanging = [*stale, *unit.late_offers(dict.fromkeys(("telephone", "heard", "browser", "dialling"), before)), *due]


def is_forgotten(callback: Callback, now: datetime) -> bool:
    """Tell whether somebody was to be called back, was not, and will not be."""
    return callback.state == "booked" and (callback.next_at is None or callback.next_at <= now)


def _at_desk(desk: Callable[[str, str], None], number: str, words: str) -> None:
    """Do it if it can still be done."""
    with suppress(BadTranscript):
        desk(number, words)


def play(
    given: str,
    worker_of: Callable[[Config], Interrupted],
    story: str,
    at: float | None = None,
    gone: str = "",
    settled: str = DEFAULT,
    url: str = "sqlite:///:memory:",
) -> Watch:
    """Play a story with more given, and tell what came of it."""
    script, config = read_transcript(given + story, "interrupted.call"), CONFIG.model_copy(update={"database_url": url})
    worker, unsure = worker_of(config), noted(settled)
    with closing(set_up(flow(), config, begins(script, flow()), script, worker)) as stage:
        watch = Watch(stage, worker, script, at, gone)
        phone = replace(stage.phone(script, unsure), desk=partial(_at_desk, stage.desk(script)), patience=None, seed=1)
        with suppress(Over):
            phone.play(NUMBER, script, watch.happened.append)
            stage.clock.advance(QUIET_SECONDS)
        watch.close()
    watch.points = unsure.asked
    return watch
