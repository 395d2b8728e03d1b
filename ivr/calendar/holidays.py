"""Public holidays and make-up workdays. The State Council announces a year's days late in the year before.

Chinesecalendar holds the days it was released with and knows nothing later, so the last day covered is asked for
and a day outside it is an ordinary day.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import lru_cache

import chinese_calendar

MAINLAND = "CN"
CALENDARS: tuple[str, ...] = (MAINLAND,)


class Day(Enum):
    """What a calendar says of a day."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up workday"


def horizon(holidays: str) -> date:
    """Return the last day a holiday calendar knows: the end of the last year announced."""
    return date(max(_days(holidays)).year, 12, 31)


def day_kind(holidays: str, day: date) -> Day:
    """Say what a calendar makes of a day. Days it knows nothing of are ordinary."""
    return _days(holidays).get(day, Day.ORDINARY)


@lru_cache(maxsize=len(CALENDARS))
def _days(holidays: str) -> Mapping[date, Day]:
    if holidays not in CALENDARS:
        raise ValueError(f'"{holidays}" is not a holiday calendar; write {" or ".join(CALENDARS)}')
    return dict.fromkeys(chinese_calendar.holidays, Day.HOLIDAY) | dict.fromkeys(chinese_calendar.workdays, Day.MAKE_UP)
