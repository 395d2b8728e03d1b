"""The virtual clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.clock import Clock

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_clock_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        Clock(START.replace(tzinfo=None))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_alarms_ring_in_order_and_time_never_runs_backwards(delays):
    clock, rung = Clock(START), []
    for delay in delays:
        clock.after(delay, lambda: rung.append(clock.elapsed))
    while clock.step():
        pass
    assert rung == sorted(delays)


def test_a_tick_comes_again_and_again():
    clock, ticks = Clock(START), []
    clock.every(10, lambda: ticks.append(clock.now()))
    clock.advance(35)
    assert ticks == [START + timedelta(seconds=seconds) for seconds in (10, 20, 30)]
    assert clock.now() == START + timedelta(seconds=35)


def test_a_cancelled_alarm_does_not_ring():
    clock, rung = Clock(START), []
    clock.after(1, lambda: rung.append(1)).cancelled = True
    clock.advance(2)
    assert rung == []


def test_time_goes_no_further_than_it_is_turned_when_an_alarm_was_called_off():
    clock, rung = Clock(START), []
    clock.after(1, lambda: rung.append(1)).cancelled = True
    clock.after(5, lambda: rung.append(5))
    clock.advance(2)
    assert (clock.elapsed, clock.next_at(), rung) == (2, 5, [])


def test_the_application_works_in_the_background_while_a_call_waits(ring):
    clock, ticks = Clock(START), []
    clock.every(1, lambda: ticks.append(clock.elapsed))
    ring('<Pause length="5"/>', clock=clock)
    assert ticks == [1, 2, 3, 4]


def test_two_calls_may_follow_each_other_on_one_clock(ring):
    clock = Clock(START)
    first, second = (ring('<Pause length="3"/>', clock=clock) for _ in range(2))
    assert clock.elapsed == 6
    assert first.events[-1].at == second.events[-1].at == 3


def test_alarms_that_were_called_off_do_not_pile_up():
    clock = Clock(START)
    for _ in range(20_000):
        clock.after(14400, lambda: None).cancelled = True
    assert len(clock._alarms) <= 1001
