"""Working days: those on which the hours that stand for them have any, so that what staff write of single days counts too."""

from datetime import date, timedelta

from ivr.calendar.holidays import MAINLAND
from ivr.calendar.hours import WORKING_WEEK, Hours, Span, spans_on

OFFICE_DAYS = Hours("Asia/Shanghai", tuple(Span(day, 9 * 60, 17 * 60) for day in WORKING_WEEK), MAINLAND)
"""Monday to Friday without public holidays, and make-up workdays."""


def working_day_after(day: date, count: int, hours: Hours = OFFICE_DAYS) -> date:
    """Give the last of so many working days after a day, which is not counted itself; that day when there are none to count."""
    while count > 0:
        day += timedelta(days=1)
        count -= bool(spans_on(hours, day))
    return day
