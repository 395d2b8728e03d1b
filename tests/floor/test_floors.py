"""Random floors of about ten agents and sixty calls an hour: whoever refuses, dies, is killed or errs, what must always hold does."""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from ivr.agents.figures import Call
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.web.faults import Fault
from tests.agents.scores import moving_average, score
from tests.floor.floors import Trouble, played
from tests.floor.judged import Figures, Judge
from tests.floor.waited import calls_of

SEEDS, HOURS = (range(20), 25) if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else (range(3), 4)
KILLED = Trouble(kills_one_in=100)
"""Each process dies many times an hour, before a commit or after."""
NOTICES = ("/voice/status", "/voice/room", "/voice/agent/status")
ERRING = Carrier(
    faults=tuple(Fault("drop", path, one_in=12) for path in NOTICES),
    rest_faults=tuple(Fault(kind, one_in=60, most=1.0) for kind in ("lose", "fail", "refuse")),
)
"""Does not tell everything, and does not do, or not answer, everything it is asked."""


@cache
def judged(seed: int) -> tuple[Figures, Mapping[str, Call]]:
    with played(seed, HOURS, KILLED if seed % 3 else replace(KILLED, carrier=ERRING)) as floor:
        return Judge(floor).figures(), calls_of(floor)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_hold_on_any_floor(seed: int) -> None:
    figures, _ = judged(seed)
    print(f"\nfloor {seed}, {HOURS} h: {figures}")
    assert figures.faults == []
    assert min(figures.talked, figures.refused, figures.cut_short, figures.reached, figures.killed) > 0


def test_who_waits_long_is_told_nine_in_ten_wait_no_longer_and_the_range_says_something() -> None:
    floors = [judged(seed)[1] for seed in SEEDS]
    averages = [moving_average(calls, [name for name, call in calls.items() if call.promised]) for calls in floors]
    estimates = score([(call, call.promised) for calls in floors for call in calls.values()])
    pbx = score([(call, told.get(name)) for calls, told in zip(floors, averages, strict=True) for name, call in calls.items()])
    print(f"\n{len(SEEDS)} floors of {HOURS} h\n  estimate: {estimates}\n  moving average: {pbx}")
    assert estimates.given >= 0.8
    assert min(estimates.kept, estimates.kept_of_answered) >= 0.9
    assert estimates.width <= 0.6 * estimates.top
    assert estimates.kept > pbx.kept
