"""Busy times out of made-up calls: those that were busy come out, in the words that the menus take."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.calendar import in_peak, read_peaks
from ivr.service.peaks import Peaks, find_peaks
from ivr.storage.past import PastCall, PastWait

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY, SUNDAY = date(2026, 2, 2), date(2026, 3, 1)
"""Four whole weeks."""
WEEKDAYS, WEEKEND = range(5), range(5, 7)
TALK = timedelta(minutes=4, seconds=40)
"""With the writing an agent is kept for five minutes: six calls in half an hour are one agent's work."""


def wait(at: datetime, agent: int, talk: timedelta = TALK) -> PastWait:
    return PastWait("refund", at, "done", "", at, at + talk, agent=f"{agent}")


def gone(at: datetime) -> PastWait:
    return PastWait("refund", at, "gone", "", None, None)


def half_hour(day: date, half: int, waits: int, agents: int, left: int = 0) -> Iterable[PastWait]:
    """Give so many calls of a half hour, answered by so many agents in turn, and some that were not."""
    begin = datetime.combine(day, time(half // 2, half % 2 * 30), SHANGHAI)
    yield from (wait(begin + timedelta(seconds=nth), nth % agents) for nth in range(waits))
    yield from (gone(begin) for _ in range(left))


def found(*waits: PastWait, first: date = MONDAY) -> Peaks | None:
    call = PastCall("CA1", "carol", datetime.combine(first, time(), SHANGHAI), None, None, False, waits, [])
    return find_peaks([call], first, SUNDAY, SHANGHAI)


def weeks(busy: dict[int, range], most: int = 14, agents: int = 3) -> list[PastWait]:
    """Give four weeks in which so many come in each busy half hour and three in all others, from eight to ten."""
    days = [MONDAY + timedelta(days=nth) for nth in range(28)]
    halves = [(day, half) for day in days for half in range(16, 44)]
    return [each for day, half in halves for each in half_hour(day, half, most if half in busy.get(day.weekday(), ()) else 3, agents)]


def test_weekday_mornings_and_weekend_afternoons_come_out_as_the_menus_have_them() -> None:
    peaks = found(*weeks({**dict.fromkeys(WEEKDAYS, range(18, 24)), **dict.fromkeys(WEEKEND, range(26, 36))}))
    assert peaks is not None
    assert peaks.open == {"mon-fri": "09:00-12:00", "sat-sun": "13:00-18:00"}
    assert (peaks.held, peaks.calls) == (300, 4 * (7 * 28 * 3 + (5 * 6 + 2 * 10) * (14 - 3)))
    read = read_peaks(peaks.open, "Asia/Shanghai")
    tuesday, saturday = datetime(2026, 3, 3, tzinfo=SHANGHAI), datetime(2026, 3, 7, tzinfo=SHANGHAI)
    asked = (tuesday.replace(hour=10), tuesday.replace(hour=20), saturday.replace(hour=15))
    assert [in_peak(read, at) for at in asked] == [True, False, True]


def test_the_same_calls_are_no_peak_for_more_agents_and_one_for_fewer() -> None:
    busy = {0: range(18, 24)}
    assert [peaks.open for agents in (2, 3, 5) if (peaks := found(*weeks(busy, agents=agents)))] == [
        {"mon": "09:00-12:00"},
        {"mon": "09:00-12:00"},
        {},
    ]


def test_days_apart_and_spans_of_one_day_stand_each_for_themselves() -> None:
    peaks = found(*weeks({1: range(18, 20), 3: range(18, 20), 6: (*range(18, 19), *range(42, 44))}))  # type: ignore[dict-item]
    assert peaks is not None
    assert peaks.open == {"tue": "09:00-10:00", "thu": "09:00-10:00", "sun": "09:00-09:30, 21:00-22:00"}


def test_who_was_not_answered_came_too_and_where_nobody_answered_there_is_no_peak() -> None:
    days = [MONDAY + timedelta(weeks=nth) for nth in range(4)]
    answered = [each for day in days for each in half_hour(day, 20, 6, 2, left=6)]
    night = [each for day in days for each in half_hour(day, 4, 0, 1, left=40)]
    peaks = found(*answered, *night)
    assert peaks is not None
    assert peaks.open == {"mon": "10:00-10:30"}


def test_a_talk_over_the_hour_is_an_agent_at_work_in_both_halves() -> None:
    days = [MONDAY + timedelta(weeks=nth) for nth in range(4)]
    long = [wait(datetime.combine(day, time(9, 59), SHANGHAI), agent, timedelta(minutes=40)) for day in days for agent in range(9)]
    later = [each for day in days for each in half_hour(day, 21, 6, 1)]
    with_them, without = found(*long, *later), found(*later)
    assert with_them is not None
    assert without is not None
    assert (with_them.open.get("mon", ""), without.open) == ("09:30-10:00", {"mon": "10:30-11:00"})


def test_without_a_talk_there_is_nothing_to_tell() -> None:
    assert found(gone(datetime.combine(MONDAY, time(10), SHANGHAI))) is None


@pytest.mark.parametrize("day", range(7))
def test_a_peak_until_midnight_is_read_again(day: int) -> None:
    monday = MONDAY + timedelta(days=day)
    peaks = found(*(each for week in range(4) for each in half_hour(monday + timedelta(weeks=week), 47, 14, 2)))
    assert peaks is not None
    assert list(peaks.open.values()) == ["23:30-24:00"]
    assert read_peaks(peaks.open).spans[0].weekday == day
