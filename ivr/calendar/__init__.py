"""Opening hours, working days, make-up workdays and busy times. Pure: the moment asked about is always handed in."""

from ivr.calendar.holidays import CALENDARS, horizon
from ivr.calendar.hours import DAYS_AHEAD, Hours, Span, Times, in_peak, is_open, known_until, next_opening, on_special_day
from ivr.calendar.read import WEEK, read_hours, read_peaks, read_special_day
from ivr.calendar.week import Line, lines, quiet
from ivr.calendar.workday import OFFICE_DAYS, working_day_after

__all__ = [
    "CALENDARS",
    "DAYS_AHEAD",
    "OFFICE_DAYS",
    "WEEK",
    "Hours",
    "Line",
    "Span",
    "Times",
    "horizon",
    "in_peak",
    "is_open",
    "known_until",
    "lines",
    "next_opening",
    "on_special_day",
    "quiet",
    "read_hours",
    "read_peaks",
    "read_special_day",
    "working_day_after",
]
