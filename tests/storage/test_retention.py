"""What is deleted when its time is over, on every store: calls with all that names them, and what goes by its own age."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Integer, NullPool, String, Table, Text, create_engine, insert, select
from sqlalchemy.types import TypeEngine

from ivr.service.recordings import ERASE
from ivr.service.retention import MOST, Retention
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.columns import SERIAL, Moment, metadata
from ivr.storage.floor_records import Intent, OfferRow, WrapUp
from ivr.storage.records import OPEN, Callback, CallRow, Closed, Over, Profile, Recording, Ticket
from ivr.storage.retention import BY_AGE, OF_CALL, WITH_OFFER
from tests.storage.conftest import SECRET

DAY = timedelta(days=1)
STAYS = {"agents", "flows", "paces", "switches"}
"""Tables that hold nothing of a caller."""
BEFORE_ALL = Closed("", datetime(2000, 1, 1, tzinfo=UTC), is_held=False)
Calling = Callable[..., CallRow]
Opening = Callable[[str], Ticket]


@pytest.fixture
def over(now: datetime) -> Over:
    return Over(now, now - 10 * DAY, ("complaint",), ("received",))


def close(store: Store, row: CallRow, at: datetime) -> None:
    with store.unit() as unit:
        unit.start_call(row, "[]")
        unit.close_call(row.sid, at, "{}", "[]", "silent")


def open_ticket(store: Store, ticket: Ticket) -> None:
    with store.unit() as unit:
        unit.open_ticket(ticket, lambda: f"{ticket.key:0>10}")


def test_of_every_table_it_is_decided_when_its_rows_go() -> None:
    by_hand = {"recordings", "profiles", *(column.table.name for column in WITH_OFFER)}
    assert {column.table.name for column in (*OF_CALL, *BY_AGE)} | by_hand | STAYS == set(metadata.tables)


def full_row(table: Table, at: datetime) -> dict[str, object]:
    """Give a row of a moment in which every text is the same, so that each names the call, the caller and the talk of all others."""
    kinds: tuple[tuple[type[TypeEngine[Any]], object], ...] = ((Boolean, True), (Integer, 1), (Moment, at), (Text, "{}"), (String, "x"))
    given = {column.key: next(value for kind, value in kinds if isinstance(column.type, kind)) for column in table.columns}
    return {name: value for name, value in given.items() if table.columns[name].type is not SERIAL}


def test_a_day_after_its_days_nothing_of_a_call_is_left_in_any_table(shared_url: str, now: datetime) -> None:
    """A table that is new is filled here too, and found when nothing empties it."""
    people = [table for table in metadata.sorted_tables if table.name not in STAYS]
    with closing(open_store(shared_url, SECRET)) as store, closing(create_engine(shared_url, poolclass=NullPool).connect()) as looked:
        for table in people:
            looked.execute(insert(table), full_row(table, now))
        looked.commit()

        def left(day: int) -> list[str]:
            list(Retention(store, 9 * DAY, 9 * DAY, lambda: now + day * DAY).purge())
            found = [table.name for table in people for _ in looked.execute(select(table))]
            looked.rollback()
            return sorted(found)

        assert left(8) == sorted(table.name for table in people)
        assert left(10) == ["jobs", "recordings"], "until the carrier has none"
        with store.unit() as unit:
            [erases] = unit.take_jobs([ERASE], now + 10 * DAY, 60, 9)
            unit.forget_recording("x")
            unit.finish_job(erases.id, now + 10 * DAY)
        assert left(20) == []


def test_closed_calls_are_listed_the_oldest_first_from_one_on(store: Store, call: Calling, over: Over, now: datetime) -> None:
    for sid, days in (("CA1", 1), ("CA2", 3), ("CA3", 3)):
        close(store, call(sid), now - days * DAY)
    close(store, call("CA4"), now)
    with store.unit() as unit:
        unit.start_call(call("CA5", started_at=now - 20 * DAY), "[]")
    first = store.closed_calls(over, BEFORE_ALL, 2)
    assert [each.sid for each in first] == ["CA2", "CA3"]
    assert [each.sid for each in store.closed_calls(over, first[-1], 2)] == ["CA1"]


@pytest.mark.parametrize(
    ("kind", "state", "days", "is_over"),
    [
        ("report", "solved", 1, True),
        ("report", "received", 1000, False),
        ("complaint", "solved", 9, False),
        ("complaint", "solved", 11, True),
        ("complaint", "received", 1000, False),
    ],
)
def test_a_ticket_keeps_its_call(
    store: Store, call: Calling, ticket: Opening, over: Over, now: datetime, kind: str, state: str, days: int, is_over: bool
) -> None:
    close(store, call("CA1"), now - days * DAY)
    open_ticket(store, replace(ticket("1"), kind=kind, state=state))
    open_ticket(store, replace(ticket("2"), kind="report", state="solved"))
    assert [each.is_held for each in store.closed_calls(over, BEFORE_ALL, 10)] == [not is_over]


def test_a_call_whose_ticket_is_opened_while_others_are_deleted_stays(store: Store, call: Calling, ticket: Opening, now: datetime) -> None:
    sids = [f"CA{nth:02}" for nth in range(MOST + 2)]
    for sid in sids:
        close(store, call(sid), now)
    steps = Retention(store, DAY, DAY, lambda: now + 2 * DAY).purge()
    assert next(steps)["calls"] == MOST
    open_ticket(store, replace(ticket("1"), call_sid=sids[-1], state=min(OPEN)))
    assert next(steps)["calls"] == 1
    assert [sid for sid in sids if store.read_call(sid)] == sids[-1:]


def test_what_was_asked_of_the_carrier_for_a_callback_goes_with_it(store: Store, call: Calling, over: Over, now: datetime) -> None:
    close(store, call("CA1"), now - DAY)
    with store.unit() as unit:
        callback = Callback("CA1", "carol", "", "refund", now, now, now, "key", state="given_up")
        unit.book_callback(callback, lambda: "4815162340")
        unit.plan(Intent("dial", "4815162340", now))
    assert store.count_over(over)["intents"] == 1
    with store.unit() as unit:
        assert unit.delete_calls(["CA1"])["intents"] == 1
        assert unit.due_intents(now) == []


def test_what_is_remembered_of_a_number_goes_with_its_last_call(store: Store, call: Calling, now: datetime) -> None:
    close(store, call("CA1"), now)
    close(store, call("CA2"), now)
    close(store, call("CA3", caller_hash="dan"), now)
    with store.unit() as unit:
        for number in ("carol", "dan"):
            unit.keep_profile(number, Profile("zh"))
        assert unit.delete_calls(["CA1"])["profiles"] == 0
        assert unit.delete_calls(["CA2"])["profiles"] == 1
        assert (unit.profile("carol"), unit.profile("dan")) == (None, Profile("zh"))


def test_a_recording_stays_until_the_carrier_has_none(store: Store, call: Calling, now: datetime) -> None:
    close(store, call("CA1"), now)
    with store.unit() as unit:
        unit.keep_recording(Recording("RE1", "CA1", "", 3, "completed", 2))
        assert unit.recordings_of(["CA1"]) == ["RE1"]
        unit.delete_calls(["CA1"])
        assert unit.recording("RE1")
        unit.forget_recording("RE1")
        assert unit.recording("RE1") is None


def test_notices_done_jobs_offers_and_what_was_written_of_talks_go_by_their_own_age_a_few_at_a_time(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        for number in range(5):
            at = now - number * DAY
            unit.open_offer(OfferRow(f"offer{number}", f"entry{number}", f"agent{number}", at, at, "over"))
            unit.keep_wrapup(WrapUp(f"offer{number}", "1024", "solved", "sees it now", at))
            unit.ask_level(f"offer{number}", "supervisor", at)
            unit.plan(Intent("call", f"offer{number}", at))
            unit.plan(Intent("end", f"offer{number}", at))
            unit.note("CA1", "status", number, "{}", now - number * DAY)
            unit.add_job("close", str(number), "{}", now - number * DAY)
        for job in unit.take_jobs(["close"], now, 60, 4):
            unit.finish_job(job.id, job.due_at)
        before = now - DAY
        assert unit.delete_old(before, 2) == {"intents": 4, "consults": 2, "notices": 2, "jobs": 2, "offers": 2, "wrapups": 2}
        assert unit.delete_old(before, 2) == {"intents": 2, "consults": 1, "notices": 1, "jobs": 1, "offers": 1, "wrapups": 1}
        assert unit.delete_old(before, 2) == {"intents": 0, "consults": 0, "notices": 0, "jobs": 0, "offers": 0, "wrapups": 0}
        assert [job.key for job in unit.take_jobs(["close"], now + DAY, 60, 9)] == ["0"], "what is still to be done stays"
        assert [(intent.about, intent.kind) for intent in unit.due_intents(now)] == [
            (f"offer{number}", kind) for number in (1, 0) for kind in ("call", "end")
        ]


def test_what_would_go_is_counted_by_table(store: Store, call: Calling, ticket: Opening, over: Over, now: datetime) -> None:
    close(store, call("CA1", caller_hash="dan"), now - DAY)
    close(store, call("CA2", caller_hash="carol"), now)
    close(store, call("CA3", caller_hash="carol"), now - DAY)
    open_ticket(store, replace(ticket("1"), kind="report", state="solved"))
    with store.unit() as unit:
        unit.keep_recording(Recording("RE1", "CA1", "", 3, "completed", 2))
        unit.keep_profile("dan", Profile("zh"))
        unit.keep_profile("carol", Profile("zh"))
    counted = {name: count for name, count in store.count_over(over).items() if count}
    assert counted == {"calls": 2, "journal": 4, "tickets": 1, "recordings": 1, "profiles": 1}
