"""What an operator watches, counted in every kind of store."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ivr.storage.base import Store
from ivr.storage.records import CallRow, Entry

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MakeCall, MakeEntry = Callable[..., CallRow], Callable[..., Entry]


def test_those_who_wait_are_counted_by_queue(store: Store, call: MakeCall, entry: MakeEntry, now: datetime) -> None:
    with store.unit() as unit:
        for sid, queue in (("CA1", "refund"), ("CA2", "refund"), ("CA3", "refund"), ("CA4", "security")):
            unit.start_call(call(sid), "[]")
            unit.join_queue(entry(f"{queue}.zh.{sid}", sid, queue=queue))
        unit.leave_queue("CA2", "gone")
        unit.wish("refund.zh.CA3", "callback")
    assert store.figures(("refund", "payment"), now).waiting == {"refund": 1, "payment": 0}


def test_endings_are_those_of_calls_closed_within_the_hour(store: Store, call: MakeCall, now: datetime) -> None:
    closings = {"CA1": (now, "solved"), "CA2": (now - MINUTE, "solved"), "CA3": (now, "hung_up"), "CA4": (now - HOUR, "hung_up")}
    with store.unit() as unit:
        for sid in (*closings, "CA5"):
            unit.start_call(call(sid), "[]")
        for sid, (at, ending) in closings.items():
            unit.close_call(sid, at, "{}", "[]", ending)
    assert store.figures((), now).endings == {"solved": 2, "hung_up": 1}


def test_jobs_count_while_they_are_due_or_have_failed(store: Store, now: datetime) -> None:
    assert (store.figures((), now).jobs_due, store.figures((), now).jobs_late_seconds) == (0, 0)
    with store.unit() as unit:
        for key, due in (("early", now - MINUTE), ("now", now), ("later", now + MINUTE)):
            unit.add_job("close_call", key, "{}", due)
        early, _ = unit.take_jobs(["close_call"], now, lease_seconds=60, most=2)
        unit.fail_job(early.id, now + MINUTE, "it broke")
    assert (store.figures((), now).jobs_due, store.figures((), now).jobs_failing) == (1, 1)
    assert store.figures((), now + 3 * MINUTE).jobs_late_seconds == 180
    assert store.figures((), now - 60 * MINUTE).jobs_failing == 0
    with store.unit() as unit:
        unit.park_job(early.id, "it broke")
    assert store.figures((), now - 60 * MINUTE).jobs_failing == 1
    with store.unit() as unit:
        unit.finish_job(early.id, now)
    assert store.figures((), now).jobs_failing == 0
