"""Callbacks that are due, as they are kept: who is at home, who may be tried now, and what becomes of a place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ivr.storage.base import Store, Unit
from ivr.storage.records import Callback, CallRow, Entry, Over

Calling = Callable[..., CallRow]
MakeEntry = Callable[..., Entry]
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def book(unit: Unit, call: CallRow, entry: Entry, at: datetime, number: str = "4815162340") -> Callback:
    """Keep a call whose caller waits at home from a moment on."""
    unit.start_call(call, "[]")
    unit.join_queue(replace(entry, state="callback"))
    booked = Callback(call.sid, call.caller_hash, "sealed", entry.queue, at, at + HOUR, at, key=entry.id, entry=entry.id, next_at=at)
    return unit.book_callback(booked, lambda: number)[0]


def at_home(store: Store, now: datetime) -> list[str]:
    with store.unit() as unit:
        return [queued.id for queued in unit.at_home(now)]


def test_who_waits_at_home_is_due_from_their_time_on_but_not_while_they_ring(
    store: Store, call: Calling, entry: MakeEntry, now: datetime
) -> None:
    with store.unit() as unit:
        book(unit, call("CA9", caller_hash="li"), entry("E9", "CA9"), now)
    assert at_home(store, now) == [], "the call in which it was booked is not over"
    with store.unit() as unit:
        unit.hang_up("CA9", now)
    assert at_home(store, now - timedelta(seconds=1)) == []
    assert at_home(store, now) == ["E9"]
    with store.unit() as unit:
        unit.start_call(call("CA8", caller_hash="li"), "[]")
    assert at_home(store, now) == []
    with store.unit() as unit:
        unit.hang_up("CA8", now)
    assert at_home(store, now) == ["E9"]


def test_of_two_who_are_about_to_try_one_does_and_nobody_is_rung_before_the_next_try(
    store: Store, call: Calling, entry: MakeEntry, now: datetime
) -> None:
    with store.unit() as unit:
        booked = book(unit, call("CA9", caller_hash="li"), entry("E9", "CA9"), now)
        unit.hang_up("CA9", now)
    with store.unit() as unit:
        assert unit.try_callback(booked, now, now + QUARTER)
        assert not unit.try_callback(booked, now, now + QUARTER)
        tried = unit.open_callback("E9")
        assert tried is not None
        assert (tried.tries, tried.rung_at, tried.next_at) == (1, now, now + QUARTER)
        assert not unit.try_callback(tried, now + QUARTER - timedelta(seconds=1), None)
        assert unit.try_callback(tried, now + QUARTER, None)
    assert at_home(store, now + 9 * HOUR) == [], "there is no third"


def test_one_call_goes_on_with_the_place_of_who_waits_at_home(store: Store, call: Calling, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        book(unit, call("CA9", caller_hash="li"), entry("E9", "CA9"), now)
        unit.hang_up("CA9", now)
        unit.leave_queue("CA9", "gone")
        for sid in ("CA8", "CA7"):
            unit.start_call(call(sid, caller_hash="li"), "[]")
        later = now + HOUR
        assert unit.reach("E9", "CA8", later)
        assert not unit.reach("E9", "CA7", later)
        assert unit.settle_callback("E9", "reached")
        assert not unit.settle_callback("E9", "given_up")
        waits = unit.entry("E9")
        assert waits is not None
        assert (waits.call_sid, waits.state, waits.place_at, waits.arrived_at) == ("CA8", "waiting", now, later)


def test_a_call_has_the_places_it_took_and_those_its_number_waits_at_home_with(
    store: Store, call: Calling, entry: MakeEntry, now: datetime
) -> None:
    with store.unit() as unit:
        book(unit, call("CA9", caller_hash="li"), entry("E9", "CA9"), now)
        book(unit, call("CA8", caller_hash=""), entry("E8", "CA8"), now, "1623404815")
        unit.start_call(call("CA1", caller_hash="li"), "[]")
        taken = [unit.join_queue(entry("E1", "CA1", now + HOUR)), unit.join_queue(entry("E2", "CA1", now + 2 * HOUR, queue="security"))]
        at_home = unit.entry("E9")
        assert unit.places_of("CA1", "li") == [*reversed(taken), at_home]
        assert unit.places_of("CA1", "") == [*reversed(taken)], "nobody knows whose number is withheld"
        assert unit.places_of("CA9", "wang") == [], "a place at home belongs to the number that is called"
        assert unit.settle_callback("E9", "moved")
        assert unit.places_of("CA9", "li") == []


def test_who_waits_at_home_is_ahead_of_who_came_later_once_their_time_has_come(
    store: Store, call: Calling, entry: MakeEntry, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    with store.unit() as unit:
        book(unit, call("CA9", caller_hash="li"), entry("E9", "CA9"), now + HOUR)
        unit.start_call(call("CA1"), "[]")
        unit.join_queue(entry("E1", "CA1", later))
        assert unit.line_at(later, ["refund"], later).ahead == {("refund", "zh"): 1}
        assert unit.line_at(later, ["refund"], now + HOUR).ahead == {("refund", "zh"): 2}
        assert unit.waiting_count("refund") == 1
    assert store.ahead_of("E1", ["refund"], later) == {}
    assert store.ahead_of("E1", ["refund"], now + HOUR) == {("refund", "zh"): 1}


@pytest.mark.parametrize("state", ["booked", "given_up"])
def test_what_was_told_is_kept_until_the_callback_is_made(store: Store, call: Calling, entry: MakeEntry, now: datetime, state: str) -> None:
    over = Over(now + HOUR, now + HOUR, (), ())
    with store.unit() as unit:
        book(unit, call("CA9", caller_hash="li"), replace(entry("E9", "CA9"), story='{"order": "42"}'), now)
        unit.close_call("CA9", now, "{}", "[]", "")
        if state != "booked":
            assert unit.settle_callback("E9", state)
            assert unit.leave_home("E9")
            assert not unit.leave_home("E9")
        assert (unit.unheld(["CA9"], over) == []) == (state == "booked")
        kept = unit.entry("E9")
        assert kept is not None
        assert (kept.story != "") == (state == "booked")
