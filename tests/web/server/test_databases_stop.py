"""Databases that stop while callers talk: away for ten seconds nobody notices much, away for longer callers are with people.

Callers ring a real server in real time, but listen and think six times as fast as people. All kinds of trouble are made at
the same time, each with a server and a database of its own: most of it is waiting.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Alarm, Clock
from ivr.simulator.effects import Moment
from ivr.simulator.faces.phone import Ending, Phone
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import HangUp, Move, Press
from ivr.simulator.web.http import HttpLine
from ivr.storage.schema import migrate
from tools.postgres import Postgres

pytestmark = pytest.mark.long

TOKEN = "0123456789abcdef"
SENT_AGAIN = "#rc=2&rt=6000&rp=all"
SHORT_SECONDS, LONG_SECONDS = 10, 60
FASTER = 6
STAY_SECONDS = 5
"""For that long the last of them must stay with people: some rounds of their wait."""
DEADLINE_SECONDS = 120
SLIPS = ("Sorry, I didn't get that.", "Sorry, that's not an option.", "The length is wrong.")
"""What a caller hears whose error is counted."""


class RealTime(Clock):
    """A clock that takes its time, of which there is some more than elsewhere."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))
        self._started = time.monotonic()

    def after(self, seconds: float, ring: Callable[[], None]) -> Alarm:
        self.elapsed = max(self.elapsed, (time.monotonic() - self._started) * FASTER)
        return super().after(seconds, ring)

    def step(self) -> bool:
        next_at = self.next_at()
        if next_at is not None:
            time.sleep(max(0.0, next_at / FASTER - (time.monotonic() - self._started)))
        return super().step()


@dataclass
class Away:
    """A database that is away for a while, once all callers are where they should be."""

    in_place: Barrier = field(default_factory=lambda: Barrier(4))
    begun: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def arrive(self) -> None:
        self.in_place.wait(DEADLINE_SECONDS)
        self.begun.wait(DEADLINE_SECONDS)


@dataclass
class Caller:
    """Answers each question, and once more if it is asked again. Before answer `waits_at` the database goes away."""

    away: Away
    steps: tuple[tuple[str, str], ...]
    waits_at: int = -1
    heard: list[str] = field(default_factory=list)
    answered: int = 0
    asked_again: int = 0
    with_people: Event = field(default_factory=Event)
    sent_back_early: bool = False
    is_done = False

    def hears(self, event: events.Event) -> None:
        match event.what:
            case events.Gather():
                self.heard.append("?")
            case events.Say(text=text):
                self.heard.append(text)
            case events.Enqueue("overflow"):
                self.with_people.set()
            case events.Request(url=url) if "/voice/resume" in url:
                self.sent_back_early = self.sent_back_early or not self.away.over.is_set()

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        question = " ".join(self.heard).rpartition("?")[2]
        if "Goodbye." in question or question.endswith("One moment. 请稍候。"):
            return None  # nothing is asked; the latter is the wait for people
        if self.answered and self.steps[self.answered - 1][0] in question:
            self.asked_again += 1
            return Press(self.steps[self.answered - 1][1])
        expected, keys = self.steps[self.answered]
        assert expected in question
        if self.answered == self.waits_at:
            self.away.arrive()
        self.answered += 1
        return Press(keys)


@dataclass
class Waiter(Caller):
    """One in line, who presses a key there while the database is away, and again when it is back; then puts the phone down."""

    in_line: bool = False
    pressed: bool = False

    def hears(self, event: events.Event) -> None:
        super().hears(event)
        match event.what:
            case events.Enqueue():
                self.in_line = True
            case events.Request(url=url) if "/voice/queue/left" in url:
                self.in_line = False

    def interrupts(self, moment: Moment) -> Move | None:
        if not self.in_line or (self.pressed and not self.away.over.is_set()):
            return None
        if not self.pressed:
            self.away.arrive()
            self.pressed = True
        return Press("1", at_once=True)

    def answers(self, moment: Moment) -> Move | None:
        if self.pressed:
            return None if self.in_line else HangUp()
        return super().answers(moment)


MENU = (("Welcome.", "1"), ("Enter the order number", "20260703#"), ("Your order is", "1"), ("Welcome.", "6"))


@dataclass
class Stage:
    """A server whose database can be made to stop."""

    server: Any
    stop: Callable[[], None]
    go_on: Callable[[], None]

    def ring(self, caller: Caller) -> Ending:
        line = HttpLine(self.server.url)
        number = Number(f"{self.server.url}/voice/incoming{SENT_AGAIN}", fallback=f"{self.server.url}/voice/fallback{SENT_AGAIN}")
        try:
            return Phone(line=line, clock=RealTime(), token=TOKEN, patience=None).ring(number, caller)
        finally:
            line.close()

    def entries(self) -> list[tuple[Any, ...]]:
        return self.server.rows("SELECT id, arrived_at FROM entries ORDER BY arrived_at, id")

    def play_both(self) -> tuple["Played", "Played"]:
        return self.play(ten_seconds), self.play(until_all_are_with_people)

    def play(self, is_enough: Callable[[tuple[Caller, ...]], None]) -> "Played":
        """Let four callers meet a database that is away until it is enough."""
        away = Away()
        menu, number, line = Caller(away, MENU, 0), Caller(away, MENU, 1), Waiter(away, (("Welcome.", "2"),))
        first = Caller(away, (("Welcome.", "6"),))
        with ThreadPoolExecutor(4) as phones:
            ringing = [phones.submit(self.ring, caller) for caller in (menu, number, line)]
            away.in_place.wait(DEADLINE_SECONDS)
            in_line = self.entries()
            self.stop()
            try:
                away.begun.set()
                ringing.append(phones.submit(self.ring, first))
                is_enough((menu, number, first))
            finally:
                away.over.set()
                self.go_on()
            endings = [each.result(DEADLINE_SECONDS) for each in ringing]
        return Played((menu, number, first), line, endings, in_line, self.entries(), self.server.journal())


@dataclass
class Played:
    """What became of the calls."""

    callers: tuple[Caller, ...]
    line: Waiter
    endings: list[Ending]
    in_line_before: list[tuple[Any, ...]]
    in_line_after: list[tuple[Any, ...]]
    journal: list[tuple[str, int]]


def ten_seconds(_: tuple[Caller, ...]) -> None:
    time.sleep(SHORT_SECONDS)


def until_all_are_with_people(callers: tuple[Caller, ...]) -> None:
    until = time.monotonic() + LONG_SECONDS
    assert all(caller.with_people.wait(until - time.monotonic()) for caller in callers)
    time.sleep(STAY_SECONDS)


@pytest.fixture(scope="module")
def played(migrated: Path, running: Any, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Played]]:
    """Play all of it at once; give what was played by trouble and length."""
    with ExitStack() as begun:

        def start(database: str) -> Any:
            return begun.enter_context(running(tmp_path_factory.mktemp("server"), database))

        def own_postgres() -> Postgres:
            own = begun.enter_context(closing(Postgres(["fsync=off"])))
            migrate(own.url())
            return own

        file = shutil.copy(migrated, tmp_path_factory.mktemp("locked") / "calls.db")
        other = begun.enter_context(closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=10)))
        stopping, hanging = own_postgres(), own_postgres()
        locking = Stage(start(f"sqlite:///{file}"), lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK"))
        stages = {
            "sqlite is locked": locking,
            "postgresql is stopped": Stage(start(stopping.url()), stopping.stop, stopping.start),
            "postgresql hangs": Stage(start(hanging.url()), hanging.pause, hanging.resume),
        }
        threads = begun.enter_context(ThreadPoolExecutor(len(stages)))
        plays = {trouble: threads.submit(stage.play_both) for trouble, stage in stages.items()}
        yield lambda trouble, order: plays[trouble].result(2 * DEADLINE_SECONDS)[order]


every_trouble = pytest.mark.parametrize("trouble", ["sqlite is locked", "postgresql is stopped", "postgresql hangs"])


def check_all_ended_well(played: Played) -> None:
    assert [(ending.ended.by, ending.errors) for ending in played.endings] == [("app", ()), ("app", ()), ("caller", ()), ("app", ())]
    assert all(caller.heard[-1] == "Goodbye." for caller in played.callers)
    assert [said for caller in played.callers for said in caller.heard if said.startswith(SLIPS)] == []
    by_call = [[turn for _, turn in rows] for _, rows in groupby(played.journal, lambda row: row[0])]
    assert by_call == [[*range(len(turns))] for turns in by_call]
    assert played.line.heard[-1] == "After the tone, leave your message."
    assert played.in_line_after == played.in_line_before


@every_trouble
def test_callers_go_on_when_the_database_was_away_for_ten_seconds(played: Callable[..., Played], trouble: str) -> None:
    after = played(trouble, 0)
    check_all_ended_well(after)
    assert all(caller.asked_again <= 1 and not caller.with_people.is_set() for caller in after.callers)


@every_trouble
def test_callers_are_with_people_when_the_database_stays_away_and_in_the_menus_again_when_it_is_back(
    played: Callable[..., Played], trouble: str
) -> None:
    after = played(trouble, 1)
    check_all_ended_well(after)
    assert all(caller.with_people.is_set() and not caller.sent_back_early for caller in after.callers)
