"""A week of opening hours as it is told: days that keep the same hours together, and the quiet part of it."""

from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ivr.calendar.hours import MINUTES_A_DAY, Hours, Span

DAYS = 7


class Line(NamedTuple):
    """Weekdays one after the other (0 is Monday) that keep the same hours: minutes from midnight, past 24 hours on the next day."""

    days: tuple[int, ...]
    times: tuple[tuple[int, int], ...]


def lines(hours: Hours) -> tuple[Line, ...]:
    """Give a week's hours line by line; days without any are left out."""
    by_day = {day: tuple((span.opens, span.closes) for span in hours.spans if span.weekday == day) for day in range(DAYS)}
    groups = groupby(range(DAYS), key=lambda day: by_day[day])
    return tuple(Line(tuple(days), times) for times, days in groups if times)


def quiet(hours: Hours, peaks: Hours) -> Hours:
    """Give of each weekday the longest time in which a desk is open and it is not busy. Both are of one time zone."""
    free = [piece for span in hours.spans for piece in _free(span, peaks)]
    by_day = groupby(free, key=lambda span: span.weekday)
    return replace(hours, spans=tuple(max(spans, key=lambda span: span.closes - span.opens) for _, spans in by_day))


def _free(span: Span, peaks: Hours) -> list[Span]:
    """Cut the busy times out of a span; those of the day before and of the day after may reach into it."""
    free = [span]
    for busy in peaks.spans:
        for shift in (-1, 0, 1):
            if (span.weekday + shift) % DAYS == busy.weekday:
                begins, ends = busy.opens + shift * MINUTES_A_DAY, busy.closes + shift * MINUTES_A_DAY
                cut = [piece for each in free for piece in ((each.opens, min(each.closes, begins)), (max(each.opens, ends), each.closes))]
                free = [Span(span.weekday, opens, closes) for opens, closes in cut if opens < closes]
    return free
