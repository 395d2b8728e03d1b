"""What is planned is asked of the carrier only while it still makes sense: each story told in steps, and what is asked in the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from ivr.service import offers
from ivr.service.intents import Intents
from ivr.storage import open_store
from ivr.storage.base import Unit
from ivr.storage.floor_records import Intent, OfferRow
from ivr.storage.sealed import Numbers
from tests.floor.talking import CALLER, ENTRY, NOW, OFFER, SECRET, begin_talk

Step = Callable[[Unit, datetime], object]
LATER = NOW + timedelta(seconds=1)
NEXT = OfferRow("o2", ENTRY, "1025", LATER, LATER)


class Noting:
    """A carrier that notes what it is asked; who is in the line is given."""

    def __init__(self, in_line: frozenset[str]) -> None:
        self._in_line = in_line
        self.asked: list[str] = []

    def members(self, queue: str) -> frozenset[str]:
        return self._in_line

    def end(self, call: str) -> None:
        self.asked.append(f"end {call}")

    def move(self, call: str, path: str) -> None:
        self.asked.append(f"move {call}")

    def dequeue(self, queue: str, call: str, path: str) -> None:
        self.asked.append(f"dequeue {call}")


def planned(kind: str) -> Step:
    return lambda unit, now: unit.plan(Intent(kind, OFFER.id, now))


def lost(unit: Unit, now: datetime) -> None:
    """The agent was lost before the talk began."""
    assert unit.move_offer(OFFER.id, ["talking"], "connecting", now)
    assert offers.agent_left(unit, OFFER, now)


def another(*steps: Callable[[Unit, OfferRow, datetime], object]) -> Step:
    """The call is held out to another agent, and so on."""

    def take(unit: Unit, now: datetime) -> None:
        assert offers.hold_out(unit, NEXT)
        assert offers.accept(unit, NEXT, "CA3", now)
        for step in steps:
            step(unit, NEXT, now)

    return take


def hangs_up(unit: Unit, now: datetime) -> None:
    offers.leave(unit, CALLER, "gone", now)


@pytest.mark.parametrize(
    ("steps", "in_line", "asked"),
    [
        pytest.param([planned("end")], [], [], id="an agent who talks is not hung up on"),
        pytest.param([hangs_up], [], ["end CA2"], id="one who is alone is"),
        pytest.param([planned("resume")], [], [], id="a caller who talks is not sent anywhere"),
        pytest.param([lost], [], [f"move {CALLER}"], id="one whose agent was lost is brought back into line"),
        pytest.param([lost], [CALLER], [], id="but not when they are there already"),
        pytest.param([lost, hangs_up], [], [], id="nor when they hung up"),
        pytest.param([lost, another()], [], [f"move {CALLER}"], id="also when another agent wants the call"),
        pytest.param([lost, another(offers.joined)], [], [f"dequeue {CALLER}"], id="but not when that agent is in a room"),
        pytest.param([lost, another(offers.joined, offers.agent_left)], [], [f"move {CALLER}"], id="and again when that agent is gone too"),
        pytest.param([planned("dequeue")], [], [], id="who is in the room is not fetched from the line"),
    ],
)
def test_what_is_planned_is_asked_while_it_is_wanted(steps: list[Step], in_line: list[str], asked: list[str]) -> None:
    store, lines = open_store("sqlite:///:memory:", SECRET), Noting(frozenset(in_line))
    begin_talk(store)
    for step in steps:
        with store.unit() as unit:
            step(unit, LATER)
    intents = Intents(store, lines, Numbers(SECRET), lambda: LATER, 1.0)  # type: ignore[arg-type]
    intents.work()
    intents.work()
    assert lines.asked == asked
    store.close()
