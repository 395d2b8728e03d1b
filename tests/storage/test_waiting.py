"""Queues as data, on every store."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from ivr.storage import open_store, read_url
from ivr.storage.base import Store
from ivr.storage.records import CallRow, Entry

MakeEntry = Callable[..., Entry]
QUEUES = ("refund", "security")


@pytest.fixture(autouse=True)
def calls(store: Store, call: Callable[..., CallRow]) -> None:
    with store.unit() as unit:
        for sid in ("CA1", "CA2", "CA3", "CA4"):
            unit.start_call(call(sid), "[]")


def test_one_who_joins_waits(store: Store, entry: MakeEntry) -> None:
    with store.unit() as unit:
        assert unit.join_queue(entry("E1", "CA1")) == entry("E1", "CA1")
        assert unit.entry("E1") == entry("E1", "CA1")
        assert unit.waiting_count("refund") == 1
        assert unit.waiting_count("security") == 0


def test_joining_twice_is_waiting_once_since_the_first_arrival(store: Store, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        unit.join_queue(entry("E1", "CA1"))
        unit.wish("E1", "callback")
        again = unit.join_queue(entry("E2", "CA1", now + timedelta(minutes=5)))
        assert again == unit.entry("E1") == entry("E1", "CA1")
        assert unit.entry("E2") is None


def test_a_call_that_left_joins_as_someone_new(store: Store, entry: MakeEntry, now: datetime) -> None:
    later = entry("E2", "CA1", now + timedelta(minutes=5))
    with store.unit() as unit:
        unit.join_queue(entry("E1", "CA1"))
        unit.leave_queue("CA1", "done")
        assert unit.join_queue(later) == later


def test_places_go_by_arrival_less_head_start_then_id(store: Store, entry: MakeEntry, now: datetime) -> None:
    late = now + timedelta(seconds=1)
    with store.unit() as unit:
        for waiting in (entry("E4", "CA1", late), entry("E3", "CA2"), entry("E2", "CA3"), entry("E9", "CA4", late, head_start=2)):
            unit.join_queue(waiting)
        unit.join_queue(entry("E0", "CA1", now, queue="security", head_start=9))
        assert unit.line_at(now, QUEUES, now).ahead == {("security", "zh"): 1, ("refund", "zh"): 3}
    assert store.ahead_of("E0", QUEUES, now) == store.ahead_of("nobody", QUEUES, now) == {}
    assert store.ahead_of("E9", QUEUES, now) == {("security", "zh"): 1}
    assert [store.ahead_of(name, QUEUES, now)["refund", "zh"] for name in ("E2", "E3", "E4")] == [1, 2, 3]


def test_one_who_is_away_keeps_its_place_and_holds_nobody_up(store: Store, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        unit.join_queue(entry("E1", "CA1"))
        unit.join_queue(entry("E2", "CA2", now + timedelta(seconds=1)))
        unit.wish("E1", "tips")
        assert unit.waiting_count("refund") == 1
    assert store.ahead_of("E2", QUEUES, now) == store.ahead_of("E1", QUEUES, now) == {}
    with store.unit() as unit:
        unit.join_queue(entry("E3", "CA1", now + timedelta(hours=1)))
        assert unit.waiting_count("refund") == 2
    assert store.ahead_of("E2", QUEUES, now) == {("refund", "zh"): 1}


def test_a_wish_is_granted_once(store: Store, entry: MakeEntry) -> None:
    with store.unit() as unit:
        unit.join_queue(entry("E1", "CA1"))
        assert unit.wish("E1", "callback")
        assert not unit.wish("E1", "voicemail")
        assert not unit.wish("E2", "voicemail")
        away = unit.entry("E1")
        assert away is not None
        assert (away.state, away.wish) == ("away", "callback")


@pytest.mark.parametrize("wish_first", [True, False])
def test_leaving_closes_the_entry_whether_waiting_or_away(store: Store, entry: MakeEntry, wish_first: bool) -> None:
    with store.unit() as unit:
        unit.join_queue(entry("E1", "CA1"))
        if wish_first:
            unit.wish("E1", "callback")
        assert unit.leave_queue("CA1", "gone")
        assert not unit.leave_queue("CA1", "done")
        gone = unit.entry("E1")
        assert gone is not None
        assert gone.state == "gone"
        assert unit.waiting_count("refund") == 0


def test_an_arrival_without_a_time_zone_is_a_mistake_of_ours(store: Store, entry: MakeEntry, now: datetime) -> None:
    with pytest.raises(ValueError, match="needs a time zone"), store.unit() as unit:
        unit.join_queue(entry("E1", "CA1", now.replace(tzinfo=None)))


def test_the_program_before_this_one_writes_no_place_and_its_callers_stand_by_arrival(
    shared_url: str, call: Callable[..., CallRow], entry: MakeEntry, now: datetime
) -> None:
    with closing(open_store(shared_url, "a secret for tests")) as store:
        with store.unit() as unit:
            for nth, sid in enumerate(("CA5", "CA6")):
                unit.start_call(call(sid), "[]")
                unit.join_queue(entry(f"E{nth}", sid, now + timedelta(seconds=nth), head_start=10))
        with create_engine(read_url(shared_url), poolclass=NullPool).begin() as connection:
            connection.execute(text("UPDATE entries SET place_at = NULL WHERE id = 'E0'"))
        assert [store.ahead_of(name, QUEUES, now) for name in ("E0", "E1")] == [{("refund", "zh"): 1}, {}]
        with store.unit() as unit:
            old = unit.entry("E0")
            assert old is not None
            assert old.place_at == old.arrived_at == now
