"""How often anyone may guess: the rules by themselves, on times alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.service.guesses import ACCOUNT, CODES, LOOK_UPS, NUMBER, Rules, left, locked_until

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ago(*times: timedelta) -> list[datetime]:
    return [NOON - each for each in times]


@pytest.mark.parametrize(
    ("tries", "rules", "until"),
    [
        pytest.param(ago(), ACCOUNT, None, id="nobody tried"),
        pytest.param(ago(MINUTE, 2 * MINUTE), ACCOUNT, None, id="two are not three"),
        pytest.param(ago(MINUTE, 2 * MINUTE, 30 * MINUTE), ACCOUNT, 29 * MINUTE, id="three in 30 minutes, counted from the last"),
        pytest.param(ago(MINUTE, 2 * MINUTE, 31 * MINUTE), ACCOUNT, None, id="three in 30 minutes exactly are not within them"),
        pytest.param(ago(30 * MINUTE, 31 * MINUTE, 32 * MINUTE), ACCOUNT, None, id="half an hour is over"),
        pytest.param(ago(HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR), ACCOUNT, 23 * HOUR, id="six in a day"),
        pytest.param(ago(*(nth * 18 * HOUR for nth in range(9))), ACCOUNT, 7 * DAY, id="nine in seven days"),
        pytest.param(ago(*(nth * 21 * HOUR for nth in range(9))), ACCOUNT, None, id="nine in more than seven days"),
        pytest.param(ago(*(MINUTE * nth for nth in range(6))), NUMBER, DAY, id="six wrong from one number"),
        pytest.param(ago(*(MINUTE * nth for nth in range(10))), LOOK_UPS, DAY, id="ten look-ups"),
        pytest.param(ago(*(MINUTE * nth for nth in range(3))), CODES, 30 * MINUTE, id="three codes"),
    ],
)
def test_a_lock_begins_with_the_try_that_is_one_too_many(tries: list[datetime], rules: Rules, until: timedelta | None) -> None:
    assert locked_until(tries, rules, NOON) == (until and NOON + until)


@pytest.mark.parametrize(
    ("tries", "remaining"),
    [
        (ago(), 3),
        (ago(MINUTE), 2),
        (ago(HOUR), 3),
        (ago(*(nth * HOUR for nth in range(1, 5))), 2),
        (ago(*(nth * 19 * HOUR for nth in range(1, 9))), 1),
    ],
    ids=["none", "one now", "one long ago", "four today", "eight this week"],
)
def test_what_is_left_is_what_the_strictest_rule_leaves(tries: list[datetime], remaining: int) -> None:
    assert left(tries, ACCOUNT, NOON) == remaining


@given(st.lists(st.integers(min_value=0, max_value=20_000), max_size=300))
def test_no_rhythm_of_guessing_gets_more_than_the_rules_say(pauses: list[int]) -> None:
    """Whoever asks whenever a pause of so many seconds is over has at most `most` tries within any time of a rule."""
    tries: list[datetime] = []
    now = NOON
    for pause in pauses:
        now += timedelta(seconds=pause)
        if locked_until(tries, ACCOUNT, now) is None:
            tries.insert(0, now)
    for rule in ACCOUNT:
        assert all(sum(each - rule.within < other <= each for other in tries) <= rule.most for each in tries)
