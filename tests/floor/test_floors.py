"""Random floors of about ten agents and sixty calls an hour: whoever refuses, dies, is killed or errs, what must always hold does.

To soak, each floor is 25 hours of the daytime and the night between them, and every core plays floors.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context

import pytest

from ivr.agents.figures import Call
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.web.faults import Fault
from tests.agents.scores import moving_average, score
from tests.floor.floors import Trouble, played
from tests.floor.judged import Figures, Judge
from tests.floor.waited import calls_of

pytestmark = pytest.mark.long

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
SEEDS, BEGINS, HOURS = (range(20), [9], 33) if SOAK else (range(3), [9, 15, 20], 4)
"""The hours at which floors begin, by turns: some are open in the evening, some close."""
KILLED = Trouble(kills_one_in=100)
"""Each process dies many times an hour, before a commit or after."""
NOTICES = ("/voice/status", "/voice/room", "/voice/agent/status")
ERRING = Carrier(
    faults=tuple(Fault("drop", path, one_in=12) for path in NOTICES),
    rest_faults=tuple(Fault(kind, one_in=60, most=1.0) for kind in ("lose", "fail", "refuse")),
)
"""Does not tell everything, and does not do, or not answer, everything it is asked."""


@dataclass(frozen=True, slots=True)
class Played:
    """A floor that is over: what is counted of it, and what all callers waited and were told."""

    seed: int
    figures: Figures
    calls: Mapping[str, Call]


def judged(seed: int) -> Played:
    trouble = KILLED if seed % 3 else replace(KILLED, carrier=ERRING)
    first = "agent" if seed % 2 else "customer"
    with played(seed, HOURS, trouble, BEGINS[seed % len(BEGINS)], first) as floor:
        return Played(seed, Judge(floor).figures(), calls_of(floor))


def all_played() -> Iterator[Played]:
    """Play all floors; to soak, many at a time, and each is given as it ends."""
    if not SOAK:
        yield from map(judged, SEEDS)
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as cores:
        yield from (done.result() for done in as_completed([cores.submit(judged, seed) for seed in SEEDS]))


@pytest.fixture(scope="module")
def floors(pytestconfig: pytest.Config) -> Mapping[int, Played]:
    found: dict[int, Played] = {}
    for each in all_played():
        found[each.seed] = each
        with pytestconfig.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            print(f"\nfloor {each.seed}, {HOURS} h: {each.figures}", flush=True)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_hold_on_any_floor(floors: Mapping[int, Played], seed: int) -> None:
    figures = floors[seed].figures
    assert figures.faults == []
    happened = (
        figures.talked,
        figures.by_browser,
        figures.refused,
        figures.reached,
        figures.held,
        figures.asked,
        figures.moved,
        figures.killed,
    )
    assert min(happened) > 0


def test_what_seldom_happens_does_on_some_floor(floors: Mapping[int, Played]) -> None:
    seldom = [(figures.cut_short, figures.came, figures.handed_over) for figures in (each.figures for each in floors.values())]
    assert all(sum(counted) > 0 for counted in zip(*seldom, strict=True))


def test_who_waits_long_is_told_nine_in_ten_wait_no_longer_and_the_range_says_something(
    floors: Mapping[int, Played], capsys: pytest.CaptureFixture[str]
) -> None:
    waits = [floors[seed].calls for seed in SEEDS]
    averages = [moving_average(calls, [name for name, call in calls.items() if call.promised]) for calls in waits]
    estimates = score([(call, call.promised) for calls in waits for call in calls.values()])
    pbx = score([(call, told.get(name)) for calls, told in zip(waits, averages, strict=True) for name, call in calls.items()])
    with capsys.disabled():
        print(f"\n{len(SEEDS)} floors of {HOURS} h\n  estimate: {estimates}\n  moving average: {pbx}")
    assert estimates.given >= 0.8
    assert min(estimates.kept, estimates.kept_of_answered) >= 0.9
    assert estimates.width <= 0.6 * estimates.top
    assert estimates.kept > pbx.kept
