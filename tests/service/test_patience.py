"""Patience with a store that fails: how long, how often, and for how many at a time."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from ivr.errors import StorageError
from ivr.service.patience import Patience


class Work:
    """Fails so many times, then gives its answer."""

    def __init__(self, failures: int, error: Exception | None = None) -> None:
        self.failures, self.error, self.tries = failures, error or StorageError("away"), 0

    def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self.failures:
            raise self.error
        return "done"


@pytest.mark.parametrize("failures", [0, 1, 5])
def test_work_is_tried_until_it_is_done(failures):
    work = Work(failures)
    assert Patience(seconds=5, every_seconds=0.001).with_(work) == "done"
    assert work.tries == failures + 1


def test_a_failure_that_outlasts_patience_is_raised_and_somebody_else_may_wait():
    patience = Patience(seconds=0.05, every_seconds=0.001, most_waiting=1)
    for _ in range(2):
        work = Work(10**6)
        with pytest.raises(StorageError):
            patience.with_(work)
        assert work.tries > 2


def test_any_other_failure_is_raised_at_once():
    work = Work(1, ValueError("our bug"))
    with pytest.raises(ValueError, match="our bug"):
        Patience(every_seconds=0.001).with_(work)
    assert work.tries == 1


class Locked:
    """Fails slowly, as a locked database does, until it is free."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.tries, self.tried, self.free = seconds, 0, Event(), Event()

    def __call__(self) -> str:
        self.tries += 1
        self.tried.set()
        if not self.free.wait(self.seconds):
            raise StorageError("locked")
        return "done"


def test_patience_is_over_in_time_however_slow_a_try_is():
    began = time.monotonic()
    with pytest.raises(StorageError):
        Patience(seconds=0.5, every_seconds=0.01).with_(Locked(0.15))
    assert time.monotonic() - began < 0.65, "no try begins that could end too late"


def test_when_as_many_wait_as_may_the_next_is_told_at_once_without_a_try():
    patience, first, next_one = Patience(seconds=30, every_seconds=0.001, most_waiting=1), Locked(0.01), Work(0)
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(patience.with_, first)
        while first.tries < 3:
            assert first.tried.wait(5)
        with pytest.raises(StorageError, match="as many as may"):
            patience.with_(next_one)
        assert next_one.tries == 0
        first.free.set()
        assert waiting.result(5) == "done"
    assert patience.with_(next_one) == "done"


def test_at_a_failing_store_no_more_try_at_a_time_than_may_wait():
    patience, hanging, next_one = Patience(seconds=0, most_waiting=1), Locked(30), Work(0)
    with pytest.raises(StorageError, match="away"):
        patience.once(Work(1))
    with ThreadPoolExecutor(1) as other:
        trying = other.submit(patience.once, hanging)
        assert hanging.tried.wait(5)
        for do in (patience.with_, patience.once):
            with pytest.raises(StorageError, match="as many as may"):
                do(next_one)
        assert next_one.tries == 0
        hanging.free.set()
        assert trying.result(5) == "done"
    assert patience.with_(next_one) == "done"


def test_work_is_never_refused_at_a_store_that_serves():
    patience, slow = Patience(seconds=0, most_waiting=1), [Locked(30) for _ in range(3)]
    with ThreadPoolExecutor(3) as others:
        trying = [others.submit(patience.with_, each) for each in slow]
        assert all(each.tried.wait(5) for each in slow)
        for each in slow:
            each.free.set()
        assert [each.result(5) for each in trying] == ["done"] * 3
