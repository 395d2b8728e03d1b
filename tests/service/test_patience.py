"""Patience with a store that fails: how long, how often, and for how many at a time."""

from threading import BoundedSemaphore

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
    patience = Patience(waiting=BoundedSemaphore(1), seconds=0.01, every_seconds=0.001)
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


def test_when_as_many_wait_as_may_the_next_is_told_at_once():
    waiting = BoundedSemaphore(1)
    patience = Patience(waiting=waiting, seconds=5, every_seconds=0.001)
    waiting.acquire()
    work = Work(1)
    with pytest.raises(StorageError):
        patience.with_(work)
    assert work.tries == 1
    waiting.release()
    assert patience.with_(Work(1)) == "done"
