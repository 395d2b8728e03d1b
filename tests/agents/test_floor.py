"""The floor that is played: who comes and goes, who is answered, and that nobody is lost."""

from collections import Counter
from random import Random

import pytest

from ivr.agents.chance import always, exponential, lognormal
from ivr.agents.floor import LANGUAGE, Back, Floor, Habits, Line, Sample, Seat
from ivr.agents.model import ALWAYS, HOUR, MINUTE, SECOND, Agent

HABITS = Habits(lognormal(5 * SECOND, 0.5), refuses=0.1, ignores=0.05, wrap_up=exponential(30 * SECOND))
PATIENT, TALK = always(ALWAYS), always(4 * MINUTE)


def seat(number: int, *lines: str, begins: int = 0, ends: int = ALWAYS, habits: Habits | None = None) -> Seat:
    agent = Agent(f"agent {number}", dict.fromkeys(lines, 1), frozenset([LANGUAGE]))
    return Seat(agent, begins, ends, habits or Habits())


def play(floor: Floor) -> list[Sample]:
    return list(floor.run())


def busy_floor(seed: int) -> Floor:
    lines = [
        Line("refund", [40, 80], lognormal(5 * MINUTE, 0.8), exponential(6 * MINUTE), callbacks=0.3),
        Line("security", [20], lognormal(5 * MINUTE, 0.8), exponential(6 * MINUTE), head_start=2 * MINUTE),
    ]
    seats = [
        seat(number, "refund", "security", begins=number * MINUTE, ends=(4 * 60 + number) * MINUTE, habits=HABITS) for number in range(8)
    ]
    return Floor(lines, seats, Random(seed).random, 5 * HOUR)


@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_lost_and_nobody_is_both_answered_and_gone(seed: int) -> None:
    floor = busy_floor(seed)
    last = play(floor)[-1]
    ends = Counter((call.answered is not None, call.abandoned is not None, call.has_callback) for call in floor.calls.values())
    assert not any(answered and gone for answered, gone, _ in ends)
    assert not any(gone and back for _, gone, back in ends)
    still, unreached = ends[False, False, False], ends[False, False, True]
    assert still <= last.waiting <= still + unreached
    assert ends[True, False, False] > 100


def test_the_same_seed_gives_the_same_day() -> None:
    first, second = busy_floor(1), busy_floor(1)
    assert play(first) == play(second)
    assert first.calls == second.calls


def test_agents_are_there_for_their_shift_and_finish_the_call_they_have() -> None:
    shift = [seat(number, "line", begins=HOUR, ends=2 * HOUR) for number in range(3)]
    floor = Floor([Line("line", [60], TALK, PATIENT)], shift, Random(1).random, 3 * HOUR)
    staff = {sample.at: sample.staff for sample in play(floor)}
    assert [staff[HOUR], staff[HOUR + MINUTE], staff[2 * HOUR], staff[2 * HOUR + 5 * MINUTE]] == [0, 3, 3, 0]
    assert all(HOUR <= call.answered < 2 * HOUR for call in floor.calls.values() if call.answered is not None)


def test_calls_come_as_the_hours_say() -> None:
    floor = Floor([Line("line", [10, 0, 300], TALK, PATIENT)], [], Random(1).random, 6 * HOUR)
    play(floor)
    by_hour = Counter(call.offered // HOUR for call in floor.calls.values())
    assert by_hour[1] == by_hour[4] == 0
    assert [by_hour[2], by_hour[5]] == pytest.approx([300, 300], rel=0.2)


def test_with_agents_who_take_every_call_callers_are_answered_in_the_order_they_came() -> None:
    lines = [Line("line", [70], exponential(4 * MINUTE), exponential(5 * MINUTE), callbacks=0.3)]
    floor = Floor(lines, [seat(number, "line") for number in range(4)], Random(1).random, 10 * HOUR, Back(reached=1, rings_for=0))
    play(floor)
    answered = [call for call in floor.calls.values() if call.answered is not None]
    assert sum(call.has_callback for call in answered) > 20
    assert sorted(answered, key=lambda call: call.offered) == sorted(answered, key=lambda call: call.answered or 0)


def test_an_agent_who_never_takes_a_call_keeps_nobody_from_another() -> None:
    for never in (Habits(always(5 * SECOND), refuses=1), Habits(ignores=1)):
        floor = Floor(
            [Line("line", [5], always(MINUTE), PATIENT)],
            [seat(1, "line", habits=never), seat(2, "line", "other")],
            Random(1).random,
            40 * HOUR,
        )
        play(floor)
        calls = [call for call in floor.calls.values() if call.offered < 39 * HOUR]
        assert max(HOUR if call.waited is None else call.waited for call in calls) < 5 * MINUTE


def test_who_is_called_back_is_reached_at_the_first_try_or_tried_three_times_with_a_pause() -> None:
    for back in (Back(reached=1, rings_for=0), Back(reached=0, rings_for=0)):
        line = Line("line", [30, 0], always(0), PATIENT, callbacks=1)
        floor = Floor([line], [seat(0, "line", begins=30 * MINUTE)], Random(1).random, 2 * HOUR, back)
        samples = play(floor)
        called = [call for call in floor.calls.values() if call.has_callback]
        assert len(called) > 10
        if back.reached:
            assert {call.tries for call in called} == {1}
            assert samples[31].waiting == 0
        else:
            assert {(call.tries, call.answered) for call in called} == {(3, None)}
            assert [samples[minute].waiting for minute in (48, 52)] == [len(called), 0], "the third try is twenty minutes after the first"
            assert samples[-1].waiting == 0
