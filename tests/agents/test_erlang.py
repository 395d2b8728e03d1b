"""The formulas of Erlang, against figures that were worked out apart from this code."""

from math import inf

import pytest

from ivr.agents.erlang import Load, answered_within, erlang_a, erlang_c

BUSY = {"calls_per_hour": 200, "handling_seconds": 180}
C = (
    (Load(**BUSY, agents=14), 0.1741, 0.8884, 7.84),
    (Load(**BUSY, agents=12), 0.4494, 0.6402, 40.44),
    (Load(calls_per_hour=60, handling_seconds=300, agents=7), 0.3241, 0.7163, 48.62),
)
A = (
    (14, 0.1270, 0.0228, 2.74),
    (12, 0.2798, 0.0616, 7.39),
    (10, 0.4969, 0.1375, 16.50),
    (8, 0.7226, 0.2580, 30.96),
)


@pytest.mark.parametrize(("load", "waiting", "within_20", "mean_wait"), C)
def test_erlang_c_gives_the_known_figures(load: Load, waiting: float, within_20: float, mean_wait: float) -> None:
    steady = erlang_c(load)
    assert (round(steady.waiting, 4), round(steady.mean_wait, 2)) == (waiting, mean_wait)
    assert round(answered_within(load, 20), 4) == within_20


@pytest.mark.parametrize(("agents", "waiting", "abandoned", "mean_wait"), A)
def test_erlang_a_gives_the_known_figures(agents: int, waiting: float, abandoned: float, mean_wait: float) -> None:
    steady = erlang_a(Load(**BUSY, agents=agents, patience_seconds=120))
    assert (round(steady.waiting, 4), round(steady.abandoned, 4), round(steady.mean_wait, 2)) == (waiting, abandoned, mean_wait)


def test_of_ten_erlangs_fourteen_agents_are_busy_for_five_sevenths_of_their_time() -> None:
    assert erlang_c(Load(**BUSY, agents=14)).occupancy == pytest.approx(10 / 14)


@pytest.mark.parametrize("agents", [11, 12, 14])
def test_endless_patience_makes_erlang_a_into_erlang_c(agents: int) -> None:
    patient, endless = Load(**BUSY, agents=agents, patience_seconds=inf), Load(**BUSY, agents=agents)
    assert erlang_a(patient).mean_wait == pytest.approx(erlang_c(endless).mean_wait)
    assert erlang_a(patient).waiting == pytest.approx(erlang_c(endless).waiting)


@pytest.mark.parametrize("agents", [1, 9, 10])
def test_a_line_that_nobody_leaves_and_too_few_serve_grows_without_end(agents: int) -> None:
    load = Load(**BUSY, agents=agents)
    assert (erlang_c(load).mean_wait, answered_within(load, 20)) == (inf, 0.0)


def test_where_there_are_far_more_agents_than_calls_nobody_waits() -> None:
    load = Load(calls_per_hour=1, handling_seconds=60, agents=5000, patience_seconds=60)
    assert erlang_c(load).mean_wait == erlang_a(load).mean_wait == 0.0
