"""Of a wallet that is well everybody gets a place; of one that is not nobody waits for one twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from ivr.service.slots import MOST_SLOW, QUICK_SECONDS, WAIT_SECONDS, Slots

CALLERS, THREADS = 40, 8
ASKING_SECONDS = 0.005


def asks(slots: Slots, seconds: float = ASKING_SECONDS) -> bool:
    with slots.place() as has_place:
        if has_place:
            Event().wait(seconds)
        return has_place


def seconds_to_be_refused(slots: Slots) -> float:
    began = time.monotonic()
    assert not asks(slots)
    return time.monotonic() - began


@pytest.mark.parametrize("slow", range(MOST_SLOW))
def test_at_a_quick_wallet_many_callers_at_once_all_get_a_place_though_it_was_slow_once(slow: int):
    slots = Slots()
    for _ in range(slow):
        asks(slots, QUICK_SECONDS)
    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(lambda _: asks(slots), range(CALLERS)))


def test_after_one_has_waited_in_vain_the_others_are_told_at_once():
    slots = Slots(1)
    with slots.place():
        assert seconds_to_be_refused(slots) >= WAIT_SECONDS
        assert seconds_to_be_refused(slots) < WAIT_SECONDS


def test_after_slow_askings_in_a_row_nobody_waits():
    slots = Slots(1)
    for _ in range(MOST_SLOW):
        asks(slots, QUICK_SECONDS)
    with slots.place():
        assert seconds_to_be_refused(slots) < WAIT_SECONDS


def test_whoever_was_refused_at_once_says_nothing_of_the_wallet():
    slots = Slots(1)
    with ExitStack() as refused:
        with slots.place():
            seconds_to_be_refused(slots)
            assert not refused.enter_context(slots.place())
        assert asks(slots)
    with slots.place():
        assert seconds_to_be_refused(slots) >= WAIT_SECONDS


def test_whoever_asks_after_a_slow_answer_does_not_wait_until_one_was_quick_again():
    slots = Slots(1)
    with slots.place():
        seconds_to_be_refused(slots)
        Event().wait(2 * WAIT_SECONDS)
    with slots.place():
        assert seconds_to_be_refused(slots) < WAIT_SECONDS
    assert asks(slots)
    with slots.place():
        assert seconds_to_be_refused(slots) >= WAIT_SECONDS
