"""Working days of the country: Monday to Friday without public holidays, and make-up workdays."""

from datetime import date, timedelta

from ivr.calendar.holidays import MAINLAND, Day, day_kind
from ivr.calendar.hours import WORKING_WEEK


def is_working_day(day: date) -> bool:
    """Tell whether banks work. After the last day its holiday calendar knows, holidays are ordinary days."""
    kind = day_kind(MAINLAND, day)
    return kind is Day.MAKE_UP or (kind is Day.ORDINARY and day.weekday() in WORKING_WEEK)


def working_day_after(day: date, count: int) -> date:
    """Give the last of so many working days after a day, which is not counted itself; that day when there are none to count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
