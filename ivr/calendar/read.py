"""Reads opening hours and busy times as the menu files write them. Messages are for the person who wrote them.

{timezone: Asia/Shanghai, open: {mon-fri: "09:00-12:00, 13:00-18:00", sat: "10:00-24:00"}, holidays: CN}
"""

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from ivr.calendar.holidays import CALENDARS
from ivr.calendar.hours import MINUTES_A_DAY, Hours, Span, Times

TIMEZONE = "Asia/Shanghai"
"""The zone of a rule that names none: the hotline's own."""

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = ("timezone", "open", "holidays")
CLOCK_SPAN = re.compile(r"\s*(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)\s*")


def read_hours(raw: Mapping[str, object]) -> Hours:
    """Read one rule under `hours:`. Raises ValueError, worded for the author of the file."""
    for key in raw:
        if key not in KEYS:
            raise ValueError(f'"{key}" is not part of opening hours; the parts are {", ".join(KEYS)}')
    if "open" not in raw:
        raise ValueError('"open" is missing: write the days and times, such as {mon-fri: "09:00-18:00"}')
    holidays = raw.get("holidays")
    if holidays is not None and holidays not in CALENDARS:
        raise ValueError(f'"{holidays}" is not a holiday calendar; write {" or ".join(CALENDARS)}')
    spans = _read_week(raw["open"])
    return Hours(_read_timezone(raw.get("timezone", TIMEZONE)), spans, None if holidays is None else str(holidays))


def read_peaks(raw: Mapping[str, object], timezone: str = TIMEZONE) -> Hours:
    """Read busy times: days and spans alone, as under `open:`; public holidays change nothing."""
    return Hours(_read_timezone(timezone), _read_week(raw))


def read_special_day(text: str) -> Times | None:
    """Read how a single day is: `closed`, `open` (None: as a working day), or its times."""
    match text.strip():
        case "closed":
            return ()
        case "open":
            return None
    return tuple(_read_times(text))


def _read_timezone(raw: object) -> str:
    try:
        return ZoneInfo(str(raw)).key
    except (KeyError, ValueError, OSError) as err:
        raise ValueError(f'"{raw}" is not a time zone; write one such as {TIMEZONE}') from err


def _read_week(raw: object) -> tuple[Span, ...]:
    if not isinstance(raw, Mapping) or not raw:
        raise ValueError('days and times are missing: write them such as {mon-fri: "09:00-18:00"}')
    spans: list[Span] = []
    given: set[int] = set()
    for days, times in raw.items():
        weekdays = list(_read_days(str(days)))
        for weekday in weekdays:
            if weekday in given:
                raise ValueError(f'"{WEEK[weekday]}" is given twice; put all its times on one line, with commas')
            given.add(weekday)
        spans += (Span(weekday, *minutes) for weekday in weekdays for minutes in _read_times(str(times)))
    return tuple(sorted(spans, key=lambda span: (span.weekday, span.opens)))


def _read_days(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = _read_day(first), _read_day(last or first)
        yield from ((start + n) % len(WEEK) for n in range((end - start) % len(WEEK) + 1))


def _read_day(text: str) -> int:
    word = text.strip().lower()
    if word not in WEEK:
        raise ValueError(f'"{text.strip()}" is not a day of the week; write {", ".join(WEEK[:-1])} or {WEEK[-1]}')
    return WEEK.index(word)


def _read_times(text: str) -> Iterator[tuple[int, int]]:
    for part in text.split(","):
        found = CLOCK_SPAN.fullmatch(part)
        if found is None:
            raise ValueError(f'"{part.strip()}" is not a span of time; write one such as 09:00-18:00')
        opens = _read_clock(found[1], found[2], part)
        closes = _read_clock(found[3], found[4], part)
        if opens in (closes, MINUTES_A_DAY):
            raise ValueError(f'"{part.strip()}" opens no time at all; a whole day is 00:00-24:00')
        yield opens, closes if closes > opens else closes + MINUTES_A_DAY


def _read_clock(hour: str, minute: str, part: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > MINUTES_A_DAY:
        raise ValueError(f'"{part.strip()}" has a time that is not on the clock; the day ends at 24:00')
    return total
