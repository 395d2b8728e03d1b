"""Many calls in progress while workers are killed, one a second: every call ends as its script says, one journal row a turn.

`make soak` lets the storm blow for a minute over 200 calls at a time; otherwise it is a short one.
"""

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Moment
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.reader import Reader
from ivr.simulator.faces.transcript import Does, Part
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import Move, Press
from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import Incoming, LineError, Outgoing

TOKEN = "0123456789abcdef"
SENT_AGAIN = "#rc=2&rt=6000&rp=all"
CALLS = Path(__file__).parents[2] / "calls"
SCRIPTS = [
    "another-language",
    "back-and-repeat",
    "barge-in",
    "leaving-the-line-for-a-message",
    "silent-caller-reaches-people",
    "silent-message-is-asked-again",
    "three-errors-lead-to-people",
    "ticket-number",
    "withheld-number",
    "wrong-length-is-asked-again",
]
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
CALLERS, KILLS = (200, 60) if SOAK else (60, 8)
EVERY_SECONDS = 1.0
THINKS_SECONDS = 0.6
"""The most a caller thinks, or listens, before the next request: so are calls in progress all the time."""
CUT_SHORT = "payload is not completed"
"""An answer of which only the beginning came is not asked for again, as the carrier has it: its fallback goes on with the call."""
FAR_AWAY_SECONDS = 0.1
"""The carrier learns of a failure over a network, not within the millisecond in which a process is still dying."""
LEAVES = ("tickets", "callbacks", "outbox", "entries", "drafts", "recordings")


class Insistent(Reader):
    """Follows a script; whoever is asked for a moment, and then not answered, does the same once more.

    After a moment comes the answer all the same when only it was lost, and what it answers had been taken. Of a wait of which the carrier
    got only the beginning it makes a line that failed: whoever is told so joins it again.
    """

    def __init__(self, part: Part, name: str) -> None:
        super().__init__(part, name)
        self.asked_again = 0
        self._last: Move | None = None
        self._kind = ""
        self._once_more = self._expects = self._cut_short = self._left_the_line = False

    def hears(self, event: events.Event) -> None:
        if isinstance(event.what, events.Say) and event.what.text == "One moment.":
            self._once_more = True
        if isinstance(event.what, events.Error) and CUT_SHORT in event.what.message:
            self._cut_short = True
        if isinstance(event.what, events.Say) and event.what.text == "Sorry." and self._cut_short:
            self._left_the_line = True
        super().hears(event)

    def interrupts(self, moment: Moment) -> Move | None:
        return None if self._once_more else self._noted(super().interrupts(moment), moment)

    def answers(self, moment: Moment) -> Move | None:
        if self._left_the_line and moment.kind == "gather":
            self._left_the_line = self._cut_short = False
            self.asked_again += 1
            return Press("1")
        if self._once_more and self._last and moment.kind in ("gather", "record"):
            self._once_more = False
            self.asked_again += 1
            if moment.kind == self._kind and (not self._expects or self._follow()):
                return self._last
        return self._noted(super().answers(moment), moment)

    def _noted(self, move: Move | None, moment: Moment) -> Move | None:
        if move is not None:
            self._last, self._kind = move, moment.kind
            self._expects = bool(self._lines) and not isinstance(self._lines[0], Does)
        return move


@dataclass(frozen=True, slots=True)
class Figures:
    """What a storm was made of."""

    took: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        ordered = sorted(1000 * seconds for seconds in self.took)
        usual, p99, slowest = (ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.99, 1))
        counts = f"{len(self.took)} answers, {len(self.lost)} requests lost and sent again"
        return f"{counts}; {usual:.0f} ms usual, {p99:.0f} ms p99, {slowest:.0f} ms slowest"


@dataclass(frozen=True, slots=True)
class Paced:
    """A line on which time passes between requests."""

    line: HttpLine
    figures: Figures
    think: Callable[[], object]

    @property
    def base_url(self) -> str:
        return self.line.base_url

    def reaches(self, url: str) -> bool:
        return self.line.reaches(url)

    def send(self, request: Outgoing) -> Incoming:
        self.think()
        began = time.monotonic()
        try:
            answer = self.line.send(request)
        except LineError:
            self.figures.lost.append(urlsplit(request.url).path)
            time.sleep(FAR_AWAY_SECONDS)
            raise
        self.figures.took.append(time.monotonic() - began)
        return answer


@dataclass(frozen=True, slots=True)
class Rung:
    """A call that is over, and what went wrong with it, if anything did."""

    sid: str
    script: str
    asked_again: int
    wrong: str


def ring(server, name: str, caller: str, line: Paced) -> Rung:
    script = read_transcript((CALLS / f"{name}.call").read_text(encoding="utf-8"), name)
    [part] = script.parts
    person, sids = Insistent(part, name), []

    def sid(prefix: str) -> str:
        sids.append(f"{prefix}{random.getrandbits(128):032x}")
        return sids[-1]

    phone = Phone(
        line=line,
        clock=Clock(datetime.now(UTC)),
        token=TOKEN,
        caller=caller if part.number != "anonymous" else part.number,
        carrier=script.carrier,
        sid=sid,
    )
    voice = f"{server.url}/voice"
    number = Number(f"{voice}/incoming{SENT_AGAIN}", "POST", f"{voice}/fallback{SENT_AGAIN}", f"{voice}/status{SENT_AGAIN}")
    ending = phone.ring(number, person)
    errors = [error.message for error in ending.errors if CUT_SHORT not in error.message]
    wrong = person.mismatch or "; ".join(errors) or ("broke" if ending.ended.by == "error" else "")
    return Rung(next(each for each in sids if each.startswith("CA")), name, person.asked_again, wrong)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database has of each call: the facts of its turns, the turn it is at, and how many rows elsewhere."""

    facts: dict[str, list[object]]
    turns: dict[str, list[int]]
    at: dict[str, int]
    left: dict[str, Counter[str]]


def kept(server) -> Kept:
    journal = server.rows("SELECT sid, turn, facts FROM journal ORDER BY 1, 2")
    at = dict(server.rows("SELECT sid, turn FROM calls"))
    left = {sid: Counter[str]() for sid in at}
    for table in LEAVES:
        for (sid,) in server.rows(f"SELECT call_sid FROM {table}"):
            left[sid][table] += 1
    facts, turns = {sid: [] for sid in at}, {sid: [] for sid in at}
    for sid, turn, written in journal:
        facts[sid].append(json.loads(written))
        turns[sid].append(turn)
    return Kept(facts, turns, at, left)


def kill_some(server, figures: Figures) -> list[int]:
    """Kill one worker a second until that were enough, and some request was lost with its worker."""
    killed: list[int] = []
    while len(killed) < KILLS or (not figures.lost and len(killed) < 10 * KILLS):
        time.sleep(EVERY_SECONDS)
        doomed = random.choice(sorted(server.workers() - set(killed)))
        os.kill(doomed, signal.SIGKILL)
        killed.append(doomed)
    server.wait_until(lambda: len(server.workers() - set(killed)) == 2)
    return killed


@pytest.mark.alone
def test_every_call_ends_as_its_script_says_while_workers_are_killed(start, database, capsys):
    server = start()
    numbers, over = count(13800000000), threading.Event()
    calm_line = Paced(HttpLine(server.url), Figures(), lambda: None)
    calm = {name: ring(server, name, f"+86{next(numbers)}", calm_line) for name in SCRIPTS}
    calm_line.line.close()
    assert {name: rung.wrong for name, rung in calm.items() if rung.wrong} == {}
    figures = Figures()

    def keep_ringing(_: int) -> list[Rung]:
        line = Paced(HttpLine(server.url), figures, lambda: time.sleep(random.uniform(0, THINKS_SECONDS)))
        made = []
        while not over.is_set():
            made.append(ring(server, random.choice(SCRIPTS), f"+86{next(numbers)}", line))
        line.line.close()
        return made

    with ThreadPoolExecutor(CALLERS + 1) as pool:
        callers = [pool.submit(keep_ringing, each) for each in range(CALLERS)]
        try:
            killed = kill_some(server, figures)
        finally:
            over.set()
        rung = [each for caller in callers for each in caller.result()]

    after = kept(server)
    with capsys.disabled():
        again = sum(each.asked_again for each in rung)
        blown = f"{CALLERS} at a time, {len(rung)} calls, {len(killed)} workers killed, {again} moves asked for again"
        print(f"\nstorm on {database.partition(':')[0]}: {blown}; {figures}")
    assert figures.lost, "no request was lost: this was no storm"
    assert [(each.script, each.wrong) for each in rung if each.wrong] == []
    assert all(turns == list(range(after.at[sid])) for sid, turns in after.turns.items())
    for each in rung:
        undisturbed = calm[each.script].sid
        assert after.left[each.sid] == after.left[undisturbed], each
        assert each.asked_again or after.facts[each.sid] == after.facts[undisturbed], each
