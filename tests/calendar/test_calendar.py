"""When desks are open, when they open next, and how a bad rule is refused. 2026 is in the holiday data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.calendar import (
    Hours,
    horizon,
    in_peak,
    is_open,
    lines,
    next_opening,
    on_special_day,
    quiet,
    read_hours,
    read_peaks,
    read_special_day,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")

RULES = {
    "daily": {"timezone": "Asia/Shanghai", "open": {"mon-sun": "08:00-24:00"}},
    "daily but holidays": {"timezone": "Asia/Shanghai", "open": {"mon-sun": "08:00-24:00"}, "holidays": "CN"},
    "office": {"open": {"mon-fri": "09:00-12:00, 13:00-18:00"}, "holidays": "CN"},
    "always": {"open": {"mon-sun": "00:00-24:00"}},
    "night": {"open": {"fri-sat": "22:00-02:00"}},
    "night but holidays": {"open": {"mon-sun": "22:00-02:00"}, "holidays": "CN"},
    "mixed": {"open": {"tue-thu": "10:00-16:00", "fri, sun": "12:00-14:00"}, "holidays": "CN"},
    "weekend": {"open": {"sat-sun": "09:00-10:00"}, "holidays": "CN"},
    "over the week's end": {"open": {"sat-mon": "09:00-10:00"}},
    "new york": {"timezone": "America/New_York", "open": {"mon-fri": "09:00-17:00"}},
}

OPEN = [
    # rule, Shanghai time, open?                    2026-10-01..07 holiday; Sat 2026-10-10 and Sun 2026-09-20 make-up
    ("daily", "2026-07-03 07:59:59", False),
    ("daily", "2026-07-03 08:00", True),
    ("daily", "2026-07-03 23:59:59", True),
    ("daily", "2026-07-04 00:00", False),
    ("daily", "2026-10-01 10:00", True),
    ("daily but holidays", "2026-10-01 10:00", False),
    ("daily but holidays", "2026-10-08 10:00", True),
    ("daily but holidays", "2026-10-10 10:00", True),
    ("office", "2026-07-03 08:59", False),
    ("office", "2026-07-03 09:00", True),
    ("office", "2026-07-03 12:00", False),
    ("office", "2026-07-03 13:00", True),
    ("office", "2026-07-03 17:59", True),
    ("office", "2026-07-03 18:00", False),
    ("office", "2026-07-04 10:00", False),
    ("office", "2026-10-01 10:00", False),
    ("office", "2026-10-10 10:00", True),
    ("office", "2026-10-10 12:30", False),
    ("office", "2026-10-11 10:00", False),
    ("office", "2026-09-20 10:00", True),
    ("office", "2031-10-01 10:00", True),
    ("office", "2031-10-04 10:00", False),
    ("office", "1999-10-01 10:00", True),
    ("always", "2026-10-01 00:00", True),
    ("always", "2026-07-04 23:59:59", True),
    ("night", "2026-07-03 21:59", False),
    ("night", "2026-07-03 22:00", True),
    ("night", "2026-07-04 01:59", True),
    ("night", "2026-07-04 02:00", False),
    ("night", "2026-07-05 01:00", True),
    ("night", "2026-07-06 01:00", False),
    ("night but holidays", "2026-10-01 01:00", True),
    ("night but holidays", "2026-10-01 23:00", False),
    ("night but holidays", "2026-10-08 01:00", False),
    ("mixed", "2026-07-06 11:00", False),
    ("mixed", "2026-07-07 11:00", True),
    ("mixed", "2026-07-10 11:00", False),
    ("mixed", "2026-07-12 13:00", True),
    ("mixed", "2026-10-10 11:00", True),
    ("weekend", "2026-07-04 09:30", True),
    ("weekend", "2026-10-10 09:30", False),
    ("over the week's end", "2026-07-06 09:30", True),
    ("over the week's end", "2026-07-07 09:30", False),
    ("new york", "2026-07-03 20:59", False),
    ("new york", "2026-07-03 21:00", True),
    ("new york", "2026-01-05 21:30", False),
    ("new york", "2026-01-05 22:00", True),
]

NEXT = [
    ("daily", "2026-07-03 07:59", "2026-07-03T08:00:00+08:00"),
    ("daily", "2026-07-03 08:30", "2026-07-03T08:30:00+08:00"),
    ("daily", "2026-07-04 00:00", "2026-07-04T08:00:00+08:00"),
    ("office", "2026-07-03 12:00", "2026-07-03T13:00:00+08:00"),
    ("office", "2026-07-03 18:00", "2026-07-06T09:00:00+08:00"),
    ("office", "2026-09-30 18:00", "2026-10-08T09:00:00+08:00"),
    ("office", "2026-10-09 18:00", "2026-10-10T09:00:00+08:00"),
    ("daily but holidays", "2026-10-01 10:00", "2026-10-08T08:00:00+08:00"),
    ("night", "2026-07-05 02:00", "2026-07-10T22:00:00+08:00"),
    ("new york", "2026-07-04 12:00", "2026-07-06T09:00:00-04:00"),
    ("new york", "2026-11-01 12:00", "2026-11-02T09:00:00-05:00"),
]

PEAKS = [
    ("2026-07-03 08:59", False),
    ("2026-07-03 09:00", True),
    ("2026-07-03 12:00", False),
    ("2026-07-04 09:00", False),
    ("2026-07-04 13:00", True),
    ("2026-10-01 10:00", True),
]

REFUSED = [
    ({}, '"open" is missing'),
    ({"open": {}}, "days and times are missing"),
    ({"open": "09:00-18:00"}, "days and times are missing"),
    ({"opens": {"mon": "09:00-18:00"}}, '"opens" is not part of opening hours'),
    ({"open": {"mon-fry": "09:00-18:00"}}, '"fry" is not a day of the week'),
    ({"open": {"": "09:00-18:00"}}, '"" is not a day of the week'),
    ({"open": {"mon-fri": "09:00-18:00", "fri": "19:00-20:00"}}, '"fri" is given twice'),
    ({"open": {"mon": "9-18"}}, '"9-18" is not a span of time'),
    ({"open": {"mon": "09:00-12:00,"}}, '"" is not a span of time'),
    ({"open": {"mon": "09:00-25:00"}}, "not on the clock"),
    ({"open": {"mon": "09:60-12:00"}}, "not on the clock"),
    ({"open": {"mon": "09:00-09:00"}}, "opens no time at all"),
    ({"open": {"mon": "24:00-02:00"}}, "opens no time at all"),
    ({"open": {"mon": "09:00-18:00"}, "holidays": "XX"}, '"XX" is not a holiday calendar; write CN'),
    ({"open": {"mon": "09:00-18:00"}, "timezone": "Asia/Shangai"}, '"Asia/Shangai" is not a time zone'),
    ({"open": {"mon": "09:00-18:00"}, "timezone": "../etc"}, "is not a time zone"),
    ({"open": {"mon": "09:00-18:00"}, "timezone": ""}, "is not a time zone"),
]


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(("rule", "at", "expected"), OPEN)
def test_a_desk_is_open_in_its_hours(rule: str, at: str, expected: bool) -> None:
    assert is_open(read_hours(RULES[rule]), shanghai(at)) is expected


@pytest.mark.parametrize(("rule", "at", "expected"), NEXT)
def test_the_next_opening_is_told_in_the_desks_own_time(rule: str, at: str, expected: str) -> None:
    opening = next_opening(read_hours(RULES[rule]), shanghai(at))
    assert opening is not None
    assert opening.isoformat() == expected


def test_a_desk_that_stays_shut_for_a_month_has_no_next_opening() -> None:
    assert next_opening(Hours("Asia/Shanghai", ()), shanghai("2026-07-03 10:00")) is None


@pytest.mark.parametrize(("at", "expected"), PEAKS)
def test_busy_times_follow_the_day_of_the_week(at: str, expected: bool) -> None:
    peaks = read_peaks({"mon-fri": "09:00-12:00", "sat-sun": "13:00-18:00"})
    assert in_peak(peaks, shanghai(at)) is expected


@pytest.mark.parametrize(("raw", "message"), REFUSED)
def test_a_bad_rule_is_refused_in_words_its_author_understands(raw: Mapping[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_hours(raw)


def test_the_holiday_data_covers_whole_years_up_to_its_horizon() -> None:
    assert horizon("CN") >= date(2026, 12, 31)
    assert (horizon("CN") + timedelta(days=1)).timetuple().tm_yday == 1


def test_a_calendar_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a holiday calendar"):
        horizon("XX")


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        is_open(read_hours(RULES["daily"]), datetime.fromisoformat("2026-07-03 10:00"))


@settings(deadline=None)
@given(st.sampled_from(sorted(RULES)), st.integers(0, 60 * 24 * 700))
def test_a_desk_is_open_at_its_next_opening_and_shut_until_then(rule: str, minutes: int) -> None:
    hours, at = read_hours(RULES[rule]), shanghai("2025-12-01") + timedelta(minutes=minutes, seconds=minutes % 60)
    opening = next_opening(hours, at)
    assert opening is not None
    assert is_open(hours, opening)
    assert opening == at or not is_open(hours, opening - timedelta(minutes=1))
    assert opening == at or not is_open(hours, at + (opening - at) / 2)


DAILY = {"mon-sun": "08:00-24:00"}
QUIET = [
    (DAILY, {"mon-fri": "09:00-12:00", "sat-sun": "13:00-18:00"}, [("mon-fri", "12:00-24:00"), ("sat-sun", "18:00-24:00")]),
    (DAILY, {"mon-sun": "20:00-22:00"}, [("mon-sun", "08:00-20:00")]),
    (DAILY, {"mon-fri": "00:00-24:00"}, [("sat-sun", "08:00-24:00")]),
    ({"sat": "08:00-24:00"}, {"fri": "20:00-10:00", "sat": "12:00-13:00"}, [("sat", "13:00-24:00")]),
    ({"fri": "20:00-04:00"}, {"fri": "20:00-21:00", "sat": "00:00-01:00"}, [("fri", "21:00-24:00")]),
    ({"mon": "08:00-12:00, 14:00-20:00"}, {"mon": "15:00-16:00"}, [("mon", "08:00-12:00")]),
]


@pytest.mark.parametrize(("opens", "busy", "expected"), QUIET)
def test_the_quiet_time_of_a_day_is_its_longest_that_is_not_busy(
    opens: Mapping[str, str], busy: Mapping[str, str], expected: list[tuple[str, str]]
) -> None:
    assert lines(quiet(read_hours({"open": opens}), read_peaks(busy))) == lines(read_hours({"open": dict(expected)}))


def test_days_with_the_same_hours_are_told_together() -> None:
    hours = read_hours({"open": {"mon-wed": "09:00-18:00", "thu": "10:00-12:00", "sat-sun": "22:00-02:00"}})
    assert lines(hours) == (((0, 1, 2), ((540, 1080),)), ((3,), ((600, 720),)), ((5, 6), ((1320, 1560),)))


SPECIAL = {"2026-10-08": "closed", "2026-10-11": "open", "2026-10-09": "10:00-12:00", "2026-10-01": "22:00-02:00"}
"""Thursday after the holidays, Sunday, Friday, and the first holiday."""

ON_SPECIAL_DAYS = [
    # rule, Shanghai time, open?, the next opening
    ("office", "2026-10-08 10:00", False, "2026-10-09 10:00"),
    ("office", "2026-10-09 09:59", False, "2026-10-09 10:00"),
    ("office", "2026-10-09 10:00", True, "2026-10-09 10:00"),
    ("office", "2026-10-09 11:59", True, "2026-10-09 11:59"),
    ("office", "2026-10-09 12:00", False, "2026-10-10 09:00"),
    ("office", "2026-10-11 08:59", False, "2026-10-11 09:00"),
    ("office", "2026-10-11 17:59", True, "2026-10-11 17:59"),
    ("office", "2026-10-11 18:00", False, "2026-10-12 09:00"),
    ("office", "2026-10-01 21:59", False, "2026-10-01 22:00"),
    ("office", "2026-10-02 01:59", True, "2026-10-02 01:59"),
    ("office", "2026-10-02 02:00", False, "2026-10-09 10:00"),
    ("daily", "2026-10-08 08:00", False, "2026-10-09 10:00"),
]


@pytest.mark.parametrize(("rule", "at", "expected", "opens"), ON_SPECIAL_DAYS)
def test_a_day_with_hours_of_its_own_keeps_them_whatever_the_calendar_says(rule: str, at: str, expected: bool, opens: str) -> None:
    hours = read_hours(RULES[rule])
    days = {date.fromisoformat(day): read_special_day(text) for day, text in SPECIAL.items()}
    hours = replace(hours, days={day.isoformat(): on_special_day(hours, day, times) for day, times in days.items()})
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    assert is_open(hours, moment) is expected
    assert next_opening(hours, moment) == datetime.fromisoformat(opens).replace(tzinfo=SHANGHAI)
