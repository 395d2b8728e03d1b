"""Estimates as data, and what came of them, on every store."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from ivr.agents.estimates import Ended, Estimate, Range
from ivr.agents.model import MINUTE
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OfferRow
from ivr.storage.records import CallRow, Entry

MakeCall, MakeEntry = Callable[..., CallRow], Callable[..., Entry]
GUESS = Estimate(7 * MINUTE, Range(3 * MINUTE, 7 * MINUTE), is_told=True)
OTHER = Estimate(2 * MINUTE, Range(MINUTE, 2 * MINUTE), is_told=False)


def after(minutes: int, now: datetime) -> datetime:
    return now + timedelta(minutes=minutes)


def talk(unit: Unit, offer: str, entry: str, since: datetime, until: datetime) -> None:
    unit.open_offer(OfferRow(offer, entry, "1024", since - timedelta(seconds=30), since))
    unit.move_offer(offer, ["open"], "talking", since)
    unit.move_offer(offer, ["talking"], "over", until)


@pytest.fixture(autouse=True)
def calls(store: Store, call: MakeCall) -> None:
    with store.unit() as unit:
        for sid in ("CA1", "CA2"):
            unit.start_call(call(sid), "[]")


def test_an_estimate_is_held_against_the_wait_since_it_was_told(store: Store, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        unit.keep_estimate("CA1", "refund", GUESS, now)
        unit.join_queue(entry("E1", "CA1", after(1, now)))
        assert unit.line_past("refund", 9).ended == [], "it is not over"
        talk(unit, "O1", "E1", after(5, now), after(8, now))
        past = unit.line_past("refund", 9)
        assert past.ended == [Ended(5 * MINUTE, True, GUESS)]
        assert past.held == [3 * MINUTE + MINUTE // 2]
        assert unit.line_past("security", 9).ended == []


def test_the_estimate_told_last_before_the_talk_counts(store: Store, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        unit.keep_estimate("CA1", "refund", GUESS, now)
        unit.keep_estimate("CA1", "refund", OTHER, after(1, now))
        unit.join_queue(entry("E1", "CA1", after(1, now)))
        talk(unit, "O1", "E1", after(3, now), after(4, now))
        assert unit.line_past("refund", 9).ended == [Ended(2 * MINUTE, True, OTHER)]
        unit.keep_estimate("CA1", "refund", GUESS, after(9, now))
        assert unit.line_past("refund", 9).ended == [Ended(2 * MINUTE, True)], "told after the talk: not of that wait"


@pytest.mark.parametrize(("wish", "counted"), [("", [Ended(6 * MINUTE, False)]), ("callback", [])])
def test_who_hangs_up_has_waited_and_who_chose_something_else_has_not(
    store: Store, entry: MakeEntry, now: datetime, wish: str, counted: list[Ended]
) -> None:
    with store.unit() as unit:
        unit.join_queue(entry("E1", "CA1"))
        if wish:
            unit.wish("E1", wish)
        unit.leave_queue("CA1", "gone")
        unit.hang_up("CA1", after(6, now))
        past = unit.line_past("refund", 9)
        assert (past.ended, past.held) == (counted, [])


def test_of_many_waits_the_newest_are_read_and_the_newest_comes_last(store: Store, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        for nth in (3, 1, 2):
            unit.join_queue(entry(f"E{nth}", "CA1", after(nth, now)))
            talk(unit, f"O{nth}", f"E{nth}", after(2 * nth, now), after(9, now))
            unit.leave_queue("CA1", "done")
        assert [each.waited // MINUTE for each in unit.line_past("refund", 2).ended] == [2, 3]
