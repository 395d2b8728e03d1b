"""The circuit breaker, by its own clock."""

import pytest

from ivr.outside.breaker import FAILURES, OPEN_SECONDS, WINDOW_SECONDS, Breaker


class Time:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def breaker(time: Time) -> Breaker:
    return Breaker(time)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        assert breaker.admits()
        breaker.failed()


def test_a_few_failures_do_not_open_it_and_one_more_does(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()


def test_failures_that_lie_far_apart_do_not_open_it(breaker: Breaker, time: Time) -> None:
    for _ in range(3 * FAILURES):
        fail(breaker, 1)
        time.seconds += WINDOW_SECONDS / (FAILURES - 1) + 0.1
    assert breaker.admits()


def test_an_answer_between_failures_begins_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    breaker.succeeded()
    fail(breaker, FAILURES - 1)
    assert breaker.admits()


def test_after_a_while_one_is_let_through_and_its_answer_closes_it(breaker: Breaker, time: Time) -> None:
    fail(breaker, FAILURES)
    time.seconds += OPEN_SECONDS - 0.1
    assert not breaker.admits()
    time.seconds += 0.2
    assert [breaker.admits() for _ in range(5)] == [True, False, False, False, False]
    breaker.succeeded()
    assert breaker.admits()


def test_the_one_that_fails_keeps_it_open_and_the_next_is_let_through_later(breaker: Breaker, time: Time) -> None:
    fail(breaker, FAILURES)
    time.seconds += OPEN_SECONDS
    fail(breaker, 1)
    assert not breaker.admits()
    time.seconds += OPEN_SECONDS
    assert breaker.admits()


def test_one_that_never_comes_back_does_not_keep_it_open_for_ever(breaker: Breaker, time: Time) -> None:
    fail(breaker, FAILURES)
    time.seconds += OPEN_SECONDS
    assert breaker.admits()
    time.seconds += OPEN_SECONDS
    assert breaker.admits()
