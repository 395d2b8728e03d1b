"""Reads opening hours and busy times with the calendar's own readers, and finds the places they complain about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.calendar import Hours, read_hours, read_peaks
from ivr.compiler.shape import Spot
from ivr.compiler.source import Scalar, Table, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenHours:
    """Opening hours as written."""

    timezone: str = ""
    """The time zone, Asia/Shanghai if left out.
    时区，不写就是 Asia/Shanghai。"""
    open: Mapping[str, str]
    """Days and times: `{mon-fri: "09:00-12:00, 13:00-18:00", sat: "10:00-24:00"}`.
    星期和时间：`{mon-fri: "09:00-12:00, 13:00-18:00", sat: "10:00-24:00"}`。"""
    holidays: str = ""
    """The calendar whose public holidays are kept; without it every day is like its weekday.
    按哪个日历放法定节假日；不写则只看星期几。"""


def read_schedule(spot: Spot) -> Hours:
    """Read opening hours."""
    return _schedule(spot, read_hours)


def read_busy(spot: Spot) -> Hours:
    """Read busy times: `{timezone: ..., open: ...}`, whatever the holidays."""

    def read(raw: Mapping[str, object]) -> Hours:
        timezone = raw.get("timezone")
        spans = raw.get("open")
        if not isinstance(spans, Mapping):
            raise ValueError('"open" is missing: write the days and times, such as {mon-fri: "09:00-18:00"}')
        return read_peaks(spans) if timezone is None else read_peaks(spans, str(timezone))

    return _schedule(spot, read)


def _schedule(spot: Spot, reader: Callable[[Mapping[str, object]], Hours]) -> Hours:
    """Read hours with the calendar's own reader; what it quotes in its message tells the place."""
    list(spot.table('{open: {mon-fri: "09:00-18:00"}}'))
    raw: Any = _plain(spot.value)
    try:
        return reader(raw)
    except ValueError as err:
        what, separator, fix = str(err).partition("; ")
        if not separator:
            what, _, fix = str(err).partition(": ")
        here, on_key = _quoted(spot, what.split('"')[1] if '"' in what else "") or (spot, True)
        advice = f"{fix[:1].upper()}{fix[1:]}." if fix else "Look at the other hours."
        raise here.refuse("hours", what, advice, on_key=on_key) from err


def _plain(value: Value) -> Any:
    match value:
        case Scalar(text):
            return text
        case Table(entries):
            return {key: _plain(each) for key, each in entries.items()}
    return [_plain(each) for each in value.items]


def _quoted(spot: Spot, word: str) -> tuple[Spot, bool] | None:
    """Find where a word of a message was written, and whether as part of a key."""
    for key, value in (spot.value.entries if isinstance(spot.value, Table) else {}).items() if word else ():
        here = spot.down(key, value)
        if word in key:
            return here, True
        if isinstance(value, Scalar) and word in value.text:
            return here, False
        if (deeper := _quoted(here, word)) is not None:
            return deeper
    return None
