"""When a desk is open: one rule, and the questions asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.calendar.holidays import Day, day_kind, horizon

MINUTES_A_DAY = 24 * 60
DAYS_AHEAD = 30
"""How far an opening is looked for."""
WORKING_WEEK = range(5)
"""Monday to Friday, as Python counts them."""
Times = tuple[tuple[int, int], ...]
"""From when to when, in minutes of a day."""


@dataclass(frozen=True, slots=True)
class Span:
    """Opening minutes on one day of the week, counted from its midnight; past 24 hours they run into the next day."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """A rule of opening hours.

    A rule that names a holiday calendar is closed on its public holidays, whatever its spans, and on a make-up workday
    keeps the hours of the first day of Monday to Friday that has any. A desk open on holidays names no calendar.
    `days` are hours of single days, by ISO date, and win over all else; `complete` are years whose holidays are all among them.
    """

    timezone: str
    spans: tuple[Span, ...]
    holidays: str | None = None
    days: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    complete: tuple[int, ...] = ()


def known_until(hours: Hours) -> date | None:
    """Give the last day whose holidays are known, by the calendar or because its year is written whole; None if none are kept."""
    if hours.holidays is None:
        return None
    last = horizon(hours.holidays)
    while last.year + 1 in hours.complete:
        last = last.replace(year=last.year + 1)
    return last


def is_open(hours: Hours, at: datetime) -> bool:
    """Tell whether a desk is open. After the last day its holiday calendar knows, holidays are ordinary days."""
    local = _local(hours, at)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return any(span.opens <= minute < span.closes for span in spans_on(hours, today)) or any(
        minute + MINUTES_A_DAY < span.closes for span in spans_on(hours, yesterday)
    )


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """Return the first moment from now on when a desk is open, in its own time zone; now, if it is open now.

    None when it does not open within 30 days.
    """
    local = _local(hours, at)
    if is_open(hours, at):
        return local
    for ahead in range(DAYS_AHEAD + 1):
        day = local.date() + timedelta(days=ahead)
        for span in sorted(spans_on(hours, day), key=lambda span: span.opens):
            opening = datetime.combine(day, time(*divmod(span.opens, 60)), local.tzinfo)
            if local < opening <= local + timedelta(days=DAYS_AHEAD):
                return opening
    return None


def on_special_day(hours: Hours, day: date, times: Times | None) -> tuple[Span, ...]:
    """Give the spans of a day with hours of its own; None is a working day's hours."""
    if times is None:
        return (_spans_of(hours, day.weekday()) if day.weekday() in WORKING_WEEK else ()) or _working_day(hours)
    return tuple(Span(day.weekday(), opens, closes) for opens, closes in times)


def in_peak(peaks: Hours, at: datetime) -> bool:
    """Tell whether it is a busy time, by spans that `read_peaks` read."""
    return is_open(peaks, at)


def _local(hours: Hours, at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(ZoneInfo(hours.timezone))


def spans_on(hours: Hours, day: date) -> tuple[Span, ...]:
    """Give when a desk opens on a day. After the last day its holiday calendar knows, holidays are ordinary days."""
    if (own := hours.days.get(day.isoformat())) is not None:
        return own
    kind = day_kind(hours.holidays, day) if hours.holidays else Day.ORDINARY
    match kind:
        case Day.HOLIDAY:
            return ()
        case Day.MAKE_UP:
            return _working_day(hours)
        case Day.ORDINARY:
            return _spans_of(hours, day.weekday())


def _spans_of(hours: Hours, weekday: int) -> tuple[Span, ...]:
    return tuple(span for span in hours.spans if span.weekday == weekday)


def _working_day(hours: Hours) -> tuple[Span, ...]:
    return next((spans for weekday in WORKING_WEEK if (spans := _spans_of(hours, weekday))), ())
