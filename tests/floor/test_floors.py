"""Random floors of about ten agents and sixty calls an hour: whoever refuses, dies or is killed, what must always hold does."""

import os
from functools import cache

import pytest

from tests.floor.floors import played
from tests.floor.judged import Figures, Judge

SEEDS, HOURS = (range(20), 25) if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else (range(3), 4)


KILLS_ONE_IN = 100
"""Of the commits: so each process dies many times an hour, before one or after."""


@cache
def judged(seed: int) -> Figures:
    with played(seed, HOURS, kills_one_in=KILLS_ONE_IN) as floor:
        return Judge(floor).figures()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_hold_on_any_floor(seed: int) -> None:
    figures = judged(seed)
    print(f"\nfloor {seed}, {HOURS} h: {figures}")
    assert figures.faults == []
    assert min(figures.talked, figures.refused, figures.cut_short, figures.killed) > 0
