"""What is PostgreSQL's alone: a server that stops, hangs, refuses or is locked, and the round trips of a unit."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import psycopg
import pytest

from ivr.errors import StorageError, TurnTaken
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import CallRow, Entry
from tools.postgres import Postgres
from tools.wire import Wire

MakeCall = Callable[..., CallRow]
MakeEntry = Callable[..., Entry]
SECRET = "a secret for tests"
SOON_SECONDS = 3
"""Well within the patience of a turn, and enough for a busy machine: the store gives up after less than two."""


@pytest.fixture
def wire(postgres: Postgres) -> Iterator[Wire]:
    wire = Wire(postgres.port)
    yield wire
    wire.close()


@pytest.fixture
def store(postgres_url: str, postgres: Postgres, wire: Wire, call: MakeCall) -> Iterator[Store]:
    """A store at the far end of a wire, with a call in it and a connection that has been used."""
    store = open_store(postgres_url.replace(str(postgres.port), str(wire.port)), SECRET)
    with store.unit() as unit:
        unit.start_call(call(), "[]")
    assert store.read_call("CA1") == call()
    yield store
    wire.is_cut = False
    store.close()


@contextmanager
def fails_soon(says: str) -> Iterator[None]:
    began = time.monotonic()
    with pytest.raises(StorageError, match=says):
        yield
    assert time.monotonic() - began < SOON_SECONDS


def save(store: Store, turn: int = 1) -> None:
    with store.unit() as unit:
        unit.save_turn("CA1", turn, "{}", "<Response/>", "[]", "")


def test_a_server_that_says_nothing_is_a_failure_soon_and_the_connection_is_replaced(store: Store, wire: Wire, call: MakeCall) -> None:
    wire.is_cut = True
    with fails_soon("wait timeout"):
        store.read_call("CA1")
    with fails_soon("connection timeout"):
        store.read_call("CA1")
    wire.is_cut = False
    assert store.read_call("CA1") == call()


def test_a_write_whose_answer_was_lost_is_found_taken_when_it_is_tried_again(store: Store, postgres: Postgres) -> None:
    postgres.pause()
    try:
        with fails_soon("wait timeout"):
            save(store)
    finally:
        postgres.resume()
    with pytest.raises(TurnTaken):
        save(store)
    read = store.read_call("CA1")
    assert read is not None
    assert read.turn == 2


def test_a_server_that_was_restarted_is_reached_again_without_a_failure(store: Store, postgres: Postgres, call: MakeCall) -> None:
    postgres.stop()
    postgres.start()
    assert store.read_call("CA1") == call()
    save(store)


def test_a_server_that_is_stopped_is_a_failure_until_it_is_back(store: Store, postgres: Postgres, call: MakeCall) -> None:
    postgres.stop()
    try:
        for _ in range(2):
            with fails_soon("server"):
                store.read_call("CA1")
    finally:
        postgres.start()
    assert store.read_call("CA1") == call()


def test_a_row_that_another_holds_is_a_failure_soon_and_then_free(store: Store, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as stranger:
        stranger.execute("UPDATE calls SET called = 'held'")
        with fails_soon("lock timeout"):
            save(store)
        stranger.rollback()
    save(store)
    read = store.read_call("CA1")
    assert read is not None
    assert read.turn == 2


def test_a_connection_thrown_out_within_a_unit_undoes_the_unit(store: Store, postgres_url: str, call: MakeCall) -> None:
    with fails_soon("terminating connection"), store.unit() as unit:
        assert unit.hang_up("CA1", call().started_at)
        with psycopg.connect(postgres_url, autocommit=True) as owner:
            owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        unit.journal("CA1")
    assert store.read_call("CA1") == call()


@pytest.mark.parametrize("where", ["127.0.0.1:1/calls", "/calls?host=127.0.0.1:1&host=127.0.0.1:2"])
def test_a_password_is_not_in_what_is_said_of_a_server_that_cannot_be_reached(where: str) -> None:
    store = open_store(f"postgresql://carol:hunter2@{where}", SECRET)
    with pytest.raises(StorageError, match="refused") as refused:
        store.ready()
    assert "hunter2" not in f"{refused.value} {refused.value.__cause__} {store}"


def a_turn(store: Store, call: MakeCall) -> None:
    save(store)


def the_last_turn(store: Store, call: MakeCall) -> None:
    with store.unit() as unit:
        unit.add_job("close", "CA1", "{}", call().started_at)
        unit.save_turn("CA1", 1, "{}", "", "[]", "solved")


def the_first_turn(store: Store, call: MakeCall) -> None:
    with store.unit() as unit:
        unit.add_job("close", "CA2", "{}", call().started_at)
        unit.start_call(call("CA2"), "[]")


def a_turn_that_was_taken(store: Store, call: MakeCall) -> None:
    with pytest.raises(TurnTaken):
        save(store, 0)


def a_turn_that_asks_something(store: Store, call: MakeCall) -> None:
    with store.unit() as unit:
        unit.waiting_count("refund")
        unit.save_turn("CA1", 1, "{}", "", "[]", "")


def a_read(store: Store, call: MakeCall) -> None:
    store.read_call("CA1")


def nothing(store: Store, call: MakeCall) -> None:
    with store.unit():
        pass


TRIPS = {a_read: 1, a_turn: 1, the_first_turn: 1, the_last_turn: 1, a_turn_that_was_taken: 1, a_turn_that_asks_something: 3, nothing: 0}


@pytest.mark.parametrize(("work", "trips"), TRIPS.items(), ids=lambda given: getattr(given, "__name__", ""))
def test_round_trips_on_the_wire(store: Store, wire: Wire, call: MakeCall, work: Callable[[Store, MakeCall], None], trips: int) -> None:
    before = wire.round_trips
    work(store, call)
    assert wire.round_trips - before == trips


def test_a_worker_takes_jobs_past_those_that_another_is_about_to_take(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        for key in ("CA1", "CA2"):
            unit.add_job("close", key, "{}", now)
    with store.unit() as one, store.unit() as other:
        assert [job.key for unit in (one, other) for job in unit.take_jobs(["close"], now, 60, 1)] == ["CA1", "CA2"]


def test_one_who_joins_while_the_first_request_for_it_still_runs_waits_once(store: Store, entry: MakeEntry, postgres_url: str) -> None:
    def join_again() -> Entry:
        with store.unit() as unit:
            return unit.join_queue(entry("E2", "CA1"))

    with ThreadPoolExecutor(1) as other, psycopg.connect(postgres_url, autocommit=True) as watch:
        with store.unit() as unit:
            unit.join_queue(entry("E1", "CA1"))
            again = other.submit(join_again)
            while not watch.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                assert not again.done()
        assert again.result() == entry("E1", "CA1")
