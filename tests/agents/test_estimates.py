"""Estimates of a wait: the range, what is learnt from what came, and when nothing is told."""

from math import ceil

import pytest

from ivr.agents.estimates import ENOUGH, FEW, RECENT, Ended, Estimate, Range, estimate
from ivr.agents.model import MINUTE

TALKS = [MINUTE] * FEW
"""With one agent, one caller a minute is taken."""


def told(ahead: int, staff: int, *ended: Ended, minutes: float = 1) -> Range:
    found = estimate(ahead, staff, [round(minutes * MINUTE)] * FEW, ended)
    assert found is not None
    assert found.is_told
    return found.range


def score(waited: float, theory: float = 2, top: float = 3) -> Ended:
    """A wait that an agent ended, all in minutes."""
    return Ended(round(waited * MINUTE), True, Estimate(round(theory * MINUTE), Range(MINUTE, round(top * MINUTE)), True))


TABLES = (
    # Those ahead, agents, minutes a talk takes: nine tenths of the gamma distribution, from its tables, in minutes.
    (0, 1, 1, 2.303),
    (1, 1, 1, 3.890),
    (4, 1, 1, 7.994),
    (9, 10, 5, 7.103),
    (0, 10, 8, 1.842),
)


@pytest.mark.parametrize(("ahead", "staff", "minutes", "nine_in_ten"), TABLES)
def test_with_nobody_leaving_the_top_is_that_of_the_gamma_distribution(ahead: int, staff: int, minutes: float, nine_in_ten: float) -> None:
    found = estimate(ahead, staff, [round(minutes * MINUTE)] * FEW, ())
    assert found is not None
    assert found.theory / MINUTE == pytest.approx(nine_in_ten, rel=0.015)
    assert found.range.top == ceil(nine_in_ten) * MINUTE


def test_the_range_is_whole_minutes_and_begins_at_not_quite_half_its_end() -> None:
    assert told(4, 1) == Range(4 * MINUTE, 8 * MINUTE)
    assert told(0, 1) == Range(1 * MINUTE, 3 * MINUTE)
    assert told(0, 10) == Range(0, 1 * MINUTE)


def test_when_people_ahead_lose_patience_the_wait_is_shorter() -> None:
    impatient = [Ended(MINUTE, is_answered=False)] * 5 + [Ended(MINUTE, is_answered=True)] * 5
    assert told(8, 1, *impatient).top < told(8, 1).top


def test_an_endless_talk_counts_no_more_than_the_longest_of_the_rest() -> None:
    found = estimate(0, 1, [MINUTE] * 39 + [600 * MINUTE], ())
    assert found is not None
    assert found.range == told(0, 1)


@pytest.mark.parametrize(("staff", "talks"), [(0, TALKS), (1, TALKS[1:]), (1, [])])
def test_without_agents_or_with_few_talks_to_go_by_nothing_is_known(staff: int, talks: list[int]) -> None:
    assert estimate(0, staff, talks, ()) is None


def test_a_wait_of_more_than_an_hour_is_not_told_in_minutes() -> None:
    found = estimate(60, 1, TALKS, ())
    assert found is not None
    assert not found.is_told


def test_the_top_is_stretched_until_nine_in_ten_of_the_last_waits_would_have_kept_within_it() -> None:
    late = [score(waited=3)] * ENOUGH  # half as long again as theory said, but within what was told
    assert told(4, 1, *late[1:]).top == 8 * MINUTE
    assert told(4, 1, *late).top == 12 * MINUTE
    assert told(4, 1, *late, *[score(waited=2)] * RECENT).top == 8 * MINUTE, "what is long past is forgotten"
    early = [score(waited=1.6)] * ENOUGH
    assert told(4, 1, *early).top == 7 * MINUTE


@pytest.mark.parametrize(("broken", "is_told"), [(6, True), (7, False)])
def test_it_is_muted_while_more_than_three_in_ten_of_the_newest_came_out_wrong(broken: int, is_told: bool) -> None:
    ended = [score(waited=4)] * broken + [score(waited=1)] * (ENOUGH - broken)
    found = estimate(0, 1, TALKS, ended)
    assert found is not None
    assert found.is_told is is_told
    righted = estimate(0, 1, TALKS, [*ended, score(waited=1)])
    assert righted is not None
    assert righted.is_told, "an old mistake is no longer counted among the newest"


def test_one_who_hung_up_early_does_not_tell_whether_the_estimate_was_right() -> None:
    late = [score(waited=3)] * ENOUGH
    early = [Ended(1, False, each.estimate) for each in late] * 3
    assert told(0, 1, *late, *early) == told(0, 1, *late) != told(0, 1)
