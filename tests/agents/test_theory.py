"""The floor against the theory of lines: thirty runs of the very model that Erlang's formulas are about, through the real routing."""

import os
from math import inf, sqrt
from random import Random
from statistics import mean, stdev

import pytest

from ivr.agents.chance import always, exponential
from ivr.agents.erlang import Load, answered_within, erlang_a, erlang_c
from ivr.agents.figures import Call
from ivr.agents.floor import LANGUAGE, Floor, Line, Seat
from ivr.agents.model import ALWAYS, HOUR, SECOND, Agent

RUNS = 30
T_OF_99_PERCENT = 2.7564
"""Of Student's distribution with 29 degrees of freedom, both sides."""
HOURS = 50 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 3
SETTLED = 0.1
"""So much of each run is dropped: it begins with nobody there."""

BUSY = {"calls_per_hour": 200, "handling_seconds": 180}
LOADS = (
    Load(**BUSY, agents=14),
    Load(**BUSY, agents=12),
    Load(calls_per_hour=60, handling_seconds=300, agents=7),
    Load(**BUSY, agents=14, patience_seconds=120),
    Load(**BUSY, agents=12, patience_seconds=120),
    Load(**BUSY, agents=10, patience_seconds=120),
    Load(**BUSY, agents=8, patience_seconds=120),
)


def theory(load: Load) -> dict[str, float]:
    if load.patience_seconds == inf:
        steady = erlang_c(load)
        return {"waiting": steady.waiting, "mean wait": steady.mean_wait, "within 20 s": answered_within(load, 20)}
    steady = erlang_a(load)
    return {"waiting": steady.waiting, "mean wait": steady.mean_wait, "abandoned": steady.abandoned}


def run(load: Load, seed: int) -> list[Call]:
    """Give the calls of one run whose wait is over, without those of the beginning."""
    patience = always(ALWAYS) if load.patience_seconds == inf else exponential(load.patience_seconds * SECOND)
    line = Line("line", [load.calls_per_hour], exponential(load.handling_seconds * SECOND), patience)
    seats = [Seat(Agent(f"agent {number}", {"line": 1}, frozenset([LANGUAGE]))) for number in range(load.agents)]
    floor = Floor([line], seats, Random(seed).random, HOURS * HOUR)
    for _ in floor.run():
        pass
    return [call for call in floor.calls.values() if call.waited is not None and call.offered >= SETTLED * HOURS * HOUR]


def seen(calls: list[Call]) -> dict[str, float]:
    waits = [call.waited or 0 for call in calls]
    return {
        "waiting": mean(wait > 0 for wait in waits),
        "mean wait": mean(waits) / SECOND,
        "abandoned": mean(call.abandoned is not None for call in calls),
        "within 20 s": mean(wait <= 20 * SECOND for wait in waits),
    }


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_theory_lies_in_the_99_percent_confidence_interval_of_thirty_runs(load: Load) -> None:
    runs = [seen(run(load, seed)) for seed in range(RUNS)]
    for figure, expected in theory(load).items():
        each = [one[figure] for one in runs]
        middle, half = mean(each), T_OF_99_PERCENT * stdev(each) / sqrt(RUNS)
        print(f"{figure}: theory {expected:.4f}, {RUNS} runs of {HOURS} h {middle:.4f} ± {half:.4f}")
        assert middle - half <= expected <= middle + half, figure
