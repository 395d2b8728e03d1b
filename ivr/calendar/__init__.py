"""Opening hours, working days, make-up workdays and busy times. Pure: the moment asked about is always handed in."""

from ivr.calendar.holidays import CALENDARS, horizon
from ivr.calendar.hours import Hours, Span, in_peak, is_open, next_opening
from ivr.calendar.read import read_hours, read_peaks
from ivr.calendar.week import Line, lines, quiet

__all__ = [
    "CALENDARS",
    "Hours",
    "Line",
    "Span",
    "horizon",
    "in_peak",
    "is_open",
    "lines",
    "next_opening",
    "quiet",
    "read_hours",
    "read_peaks",
]
