"""Jobs and their leases, on every store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import chain
from threading import Barrier

import pytest

from ivr.errors import StorageError
from ivr.storage.base import Store

LEASE_SECONDS = 30


def take(store: Store, now: datetime, most: int = 10) -> list[tuple[str, int]]:
    with store.unit() as unit:
        return [(job.key, job.attempts) for job in unit.take_jobs(["close"], now, LEASE_SECONDS, most)]


@pytest.fixture
def job_id(store: Store, now: datetime) -> int:
    with store.unit() as unit:
        unit.add_job("close", "CA1", "{}", now)
        (job,) = unit.take_jobs(["close"], now, LEASE_SECONDS, 1)
    return job.id


def test_a_job_is_taken_as_it_was_added(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.add_job("close", "CA1", '{"sid": "CA1"}', now)
    with store.unit() as unit:
        (job,) = unit.take_jobs(["close"], now, LEASE_SECONDS, 10)
    assert (job.kind, job.key, job.data, job.due_at, job.attempts) == ("close", "CA1", '{"sid": "CA1"}', now, 1)


def test_a_job_is_added_once(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.add_job("close", "CA1", "{}", now)
        unit.add_job("close", "CA1", "{}", now)
    assert take(store, now) == [("CA1", 1)]


def test_jobs_are_taken_when_due_the_longest_due_first(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        for seconds in (3, 1, 2, 5):
            unit.add_job("close", f"due {seconds}", "{}", now + timedelta(seconds=seconds))
    assert take(store, now) == []
    assert take(store, now + timedelta(seconds=3), most=2) == [("due 1", 1), ("due 2", 1)]
    assert take(store, now + timedelta(seconds=3), most=2) == [("due 3", 1)]


def test_jobs_of_other_kinds_are_neither_seen_nor_taken(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.add_job("text", "1", "{}", now)
    assert not store.has_jobs(["close"], now)
    assert take(store, now) == []
    assert store.has_jobs(["close", "text"], now)
    assert not store.has_jobs(["text"], now - timedelta(seconds=1))


def test_a_leased_job_is_taken_again_only_when_its_lease_ran_out(store: Store, now: datetime, job_id: int) -> None:
    assert take(store, now + timedelta(seconds=LEASE_SECONDS - 1)) == []
    assert take(store, now + timedelta(seconds=LEASE_SECONDS)) == [("CA1", 2)]


def test_a_finished_job_is_not_taken_again(store: Store, now: datetime, job_id: int) -> None:
    with store.unit() as unit:
        unit.finish_job(job_id, now)
        unit.add_job("close", "CA1", "{}", now)
    assert take(store, now + timedelta(days=1)) == []


def test_a_failed_job_is_tried_again_when_it_is_due_again(store: Store, now: datetime, job_id: int) -> None:
    with store.unit() as unit:
        unit.fail_job(job_id, now + timedelta(seconds=5), "carrier said 429")
    assert take(store, now + timedelta(seconds=4)) == []
    assert take(store, now + timedelta(seconds=5)) == [("CA1", 2)]


def test_a_job_that_was_finished_cannot_fail_afterwards(store: Store, now: datetime, job_id: int) -> None:
    with store.unit() as unit:
        unit.finish_job(job_id, now)
        unit.fail_job(job_id, now, "too late")
    assert take(store, now + timedelta(days=1)) == []


def test_a_job_wanted_by_a_turn_that_fails_is_never_seen(store: Store, now: datetime) -> None:
    def take_a_turn_of_no_call() -> None:
        with store.unit() as unit:
            unit.add_job("close", "CA1", "{}", now)
            unit.save_turn("CA1", 1, "", "", "[]", "")

    with pytest.raises(StorageError):
        take_a_turn_of_no_call()
    assert take(store, now) == []


def test_workers_who_ask_at_the_same_time_share_the_jobs(store: Store, now: datetime) -> None:
    workers, jobs, most = 6, 40, 10
    with store.unit() as unit:
        for number in range(jobs):
            unit.add_job("close", f"CA{number}", "{}", now)
    together = Barrier(workers)

    def work(_: int) -> list[tuple[str, int]]:
        together.wait()
        return take(store, now, most)

    with ThreadPoolExecutor(workers) as threads:
        shares = list(threads.map(work, range(workers)))
    assert max(map(len, shares)) == most
    assert sorted(chain(*shares, take(store, now, jobs))) == sorted((f"CA{number}", 1) for number in range(jobs))
