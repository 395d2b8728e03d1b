"""The worker: what is due is done, what fails is tried again with a growing pause, and nothing stops the others."""

import json
import logging
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from ivr.errors import StorageError
from ivr.service.jobs import LEASE_SECONDS, LONGEST_PAUSE, MOST_AT_ONCE, Worker
from ivr.storage import open_store

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store():
    store = open_store("sqlite:///:memory:", "a secret for tests")
    yield store
    store.close()


@pytest.fixture
def add(store):
    def put(key: str, kind: str = "note", due=NOW) -> None:
        with store.unit() as unit:
            unit.add_job(kind, key, json.dumps({"key": key}), due)

    return put


def test_what_is_due_is_done_once(store, clock, add):
    done = []
    worker = Worker(store, {"note": lambda data: done.append(data["key"])}, clock)
    add("now")
    add("later", due=NOW + timedelta(seconds=1))
    assert worker.work() == 1
    assert worker.work() == 0
    clock.time += timedelta(seconds=1)
    assert worker.work() == 1
    assert done == ["now", "later"]


def test_a_job_that_fails_waits_longer_each_time_and_stops_nobody_else(store, clock, add, caplog):
    caplog.set_level(logging.CRITICAL)
    tried, done = [], []

    def do(data):
        if data["key"] == "bad":
            tried.append(clock.time)
            raise RuntimeError("not today")
        done.append(data["key"])

    worker = Worker(store, {"note": do}, clock)
    add("bad")
    add("good")
    for _ in range(3000):
        worker.work()
        clock.time += timedelta(seconds=10)
    pauses = [after - before for before, after in pairwise(tried)]
    assert done == ["good"]
    assert pauses[0] == timedelta(seconds=10)
    assert pauses == sorted(pauses)
    assert max(pauses) == LONGEST_PAUSE


def test_a_kind_of_job_that_a_worker_does_not_know_is_left_to_one_that_does(store, clock, add):
    add("new", kind="of a later version")
    add("old")
    done = []
    assert Worker(store, {"note": lambda data: done.append(data["key"])}, clock).work() == 1
    assert Worker(store, {"of a later version": lambda data: done.append(data["key"])}, clock).work() == 1
    assert done == ["old", "new"]


def test_a_worker_that_died_holding_a_job_loses_it_to_another(store, clock, add):
    add("held")
    with store.unit() as unit:
        assert len(unit.take_jobs(["note"], clock(), 60, MOST_AT_ONCE)) == 1
    done = []
    worker = Worker(store, {"note": lambda data: done.append(data["key"])}, clock)
    assert worker.work() == 0
    clock.time += timedelta(seconds=61)
    assert worker.work() == 1
    assert done == ["held"]


def test_what_waits_behind_a_job_that_takes_long_is_done_by_another_worker_meanwhile(store, clock, add):
    done = []
    other = Worker(store, {"note": lambda data: done.append(("other", data["key"]))}, clock)

    def slow(data):
        other.work()
        clock.time += timedelta(seconds=LEASE_SECONDS - 1)
        done.append(("slow", data["key"]))

    add("first")
    add("second")
    assert Worker(store, {"note": slow}, clock).work() == 1
    assert done == [("other", "second"), ("slow", "first")]


class Flaky:
    """A store that fails once, at a given unit of work."""

    def __init__(self, store, at: int) -> None:
        self._store, self._left = store, at
        self.has_jobs = store.has_jobs

    def unit(self):
        self._left -= 1
        if self._left == 0:
            raise StorageError("locked")
        return self._store.unit()


@pytest.mark.parametrize("fails", [False, True])
def test_a_job_whose_end_could_not_be_kept_delays_nobody_and_is_done_again_after_its_lease(store, clock, add, caplog, fails):
    caplog.set_level(logging.CRITICAL)
    done = []

    def do(data):
        done.append(data["key"])
        if fails and data["key"] == "first":
            raise RuntimeError("not today")

    add("first")
    add("second")
    assert Worker(Flaky(store, at=2), {"note": do}, clock).work() == 2
    assert done == ["first", "second"]
    clock.time += timedelta(seconds=LEASE_SECONDS + 1)
    assert Worker(store, {"note": do}, clock).work() == 1
    assert done == ["first", "second", "first"]
