"""When people are there and what is out of order, told from the hours and from what staff have switched on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.service.clock import ServiceWorld
from ivr.service.switching import Staff
from ivr.storage.records import Switch

TEN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten on a Monday in Shanghai: refund is always open, the supervisors from nine to six."""
WORDS = ("en=transfers", "zh=转账")


@pytest.fixture(scope="module")
def flow() -> Flow:
    return compile_folder(Path(__file__).parent / "menus", DECLARATIONS)


@pytest.fixture(scope="module")
def staff(flow: Flow) -> Staff:
    return Staff(flow, TEN, "ana")


def at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{hour}:00+08:00")


OPENS = [
    # closed until, asked at, staffed, opens
    ("supervisor", "12:00", "02T10:00", False, "02T12:00"),
    ("supervisor", "12:00", "02T12:00", True, "02T12:00"),
    ("supervisor", "19:00", "02T10:00", False, "03T09:00"),
    ("supervisor", "2026-03-03T08:00", "02T10:00", False, "03T09:00"),
    ("refund", "19:00", "02T10:00", False, "02T19:00"),
]


@pytest.mark.parametrize(("queue", "until", "asked", "staffed", "opens"), OPENS)
def test_a_closed_queue_opens_when_both_its_closure_and_its_hours_let_it(flow, staff, queue, until, asked, staffed, opens):
    world = ServiceWorld(flow, TEN, (staff.closure(queue, until),))
    assert world.is_staffed(queue, at(asked)) is staffed
    assert world.opens(queue, at(asked)) == at(opens)
    other = {"supervisor": "refund", "refund": "supervisor"}[queue]
    assert world.is_staffed(other, at("02T10:00"))


@pytest.mark.parametrize("ends", [("12:00", "19:00"), ("19:00", "12:00")])
def test_a_queue_closed_twice_opens_after_the_later_end(flow, staff, ends):
    world = ServiceWorld(flow, TEN, tuple(staff.closure("refund", end) for end in ends))
    assert world.opens("refund", TEN) == at("02T19:00")


def test_hours_do_not_hold_while_all_who_keep_them_are_closed(flow, staff):
    assert ServiceWorld(flow, TEN).is_open("desk")
    assert not ServiceWorld(flow, TEN, (staff.closure("supervisor", "12:00"),)).is_open("desk")
    assert ServiceWorld(flow, TEN, (staff.closure("refund", "12:00"),)).is_open("desk")


TOLD = [
    ((), None),
    (("12:00",), "12:00"),
    (("12:00", "23:59"), "23:59"),
    (("2026-03-03T00:00", "12:00"), "2026-03-03T00:00"),
]


@pytest.mark.parametrize(("ends", "told"), TOLD)
def test_the_latest_end_is_told_by_the_hour_when_it_is_today(flow, staff, ends, told):
    incident = ServiceWorld(flow, TEN, tuple(staff.incident(WORDS, end) for end in ends)).incident()
    assert (incident and incident["until"]) == told


def test_a_language_that_came_to_the_menus_later_has_the_words_of_another(flow):
    old = Switch("incident", at("02T12:00"), TEN, "ana", '{"en": "transfers"}')
    incident = ServiceWorld(flow, TEN, (old,)).incident()
    assert incident is not None
    assert incident["service"] == {"en": ["transfers"], "zh": ["transfers"]}
