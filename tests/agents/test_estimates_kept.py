"""Estimates on floors of about ten agents and sixty calls an hour, beside the moving average of waits that open PBX queues tell."""

import os
from collections.abc import Callable
from itertools import count
from random import Random

import pytest

from ivr.agents.chance import exponential, lognormal
from ivr.agents.estimates import Range
from ivr.agents.figures import Call
from ivr.agents.floor import LANGUAGE, Floor, Habits, Line, Seat
from ivr.agents.model import ALWAYS, HOUR, MINUTE, SECOND, Agent
from tests.agents.scores import moving_average, score

SEEDS, HOURS = (range(20), 100) if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else (range(3), 24)
HABITS = Habits(lognormal(6 * SECOND, 0.5), refuses=0.05, ignores=0.03, wrap_up=lognormal(45 * SECOND, 0.7))
TALK, PATIENCE = lognormal(7 * MINUTE, 0.8), exponential(10 * MINUTE)

Plan = tuple[list[Line], list[Seat]]


def steady() -> Plan:
    return [Line("line", [60], TALK, PATIENCE)], seats(count(), 10, "line")


def peaks() -> Plan:
    return [Line("line", [40, 60, 80, 80, 60, 40], TALK, PATIENCE, callbacks=0.1)], seats(count(), 10, "line")


def shifts() -> Plan:
    """Seven are always there, and by turns five more or two."""
    numbers = count()
    turns = [(5, 4 * turn) for turn in range(HOURS // 4)] + [(2, 4 * turn + 2) for turn in range(HOURS // 4)]
    more = [each for staff, hour in turns for each in seats(numbers, staff, "line", begins=hour * HOUR, ends=(hour + 2) * HOUR)]
    return [Line("line", [60], TALK, PATIENCE, callbacks=0.1)], seats(numbers, 7, "line") + more


def teams() -> Plan:
    """Two lines, one of them urgent, and agents for one of them or for both."""
    numbers = count()
    staff = seats(numbers, 4, "refund") + seats(numbers, 3, "security") + seats(numbers, 3, "refund", "security")
    refund = Line("refund", [35], TALK, PATIENCE, callbacks=0.1)
    return [refund, Line("security", [25], lognormal(6 * MINUTE, 0.8), PATIENCE, head_start=2 * MINUTE)], staff


def hasty() -> Plan:
    """Talks and patience that know no past, and callers who soon go."""
    return [Line("line", [60], exponential(7.5 * MINUTE), exponential(5 * MINUTE))], seats(count(), 10, "line")


def seats(numbers: "count[int]", staff: int, *lines: str, begins: int = 0, ends: int = ALWAYS) -> list[Seat]:
    agents = [Agent(f"agent {next(numbers)}", dict.fromkeys(lines, 1), frozenset([LANGUAGE])) for _ in range(staff)]
    return [Seat(agent, begins, ends, HABITS) for agent in agents]


@pytest.mark.parametrize("plan", [steady, peaks, shifts, teams, hasty])
def test_who_waits_long_is_told_nine_in_ten_wait_no_longer_and_the_range_says_something(plan: Callable[[], Plan]) -> None:
    ours: list[tuple[Call, Range | None]] = []
    pbx: list[tuple[Call, Range | None]] = []
    for seed in SEEDS:
        floor = Floor(*plan(), Random(seed).random, HOURS * HOUR)
        for _ in floor.run():
            pass
        averages = moving_average(floor.calls, floor.estimates)
        ours += [(call, call.promised) for call in floor.calls.values()]
        pbx += [(call, averages.get(name)) for name, call in floor.calls.items()]
    estimates, average = score(ours), score(pbx)
    print(f"\n{plan.__name__}, {len(SEEDS)} floors of {HOURS} h\n  estimate: {estimates}\n  moving average: {average}")
    assert estimates.given >= 0.8
    assert min(estimates.kept, estimates.kept_of_answered) >= 0.9
    assert estimates.width <= 0.6 * estimates.top
    assert estimates.kept > average.kept
