"""Reads holidays.yaml: days that are not as the public calendar has them, and years whose holidays are all written there.

all: {2027-02-06: closed, 2027-02-20: open, 2027-02-05: "09:00-12:00"}
security_desk: {2027-02-06: "08:00-20:00"}
complete: [2027]
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NewType

from ivr.calendar import Hours, Times, on_special_day, read_special_day
from ivr.compiler.hotline import Schedule
from ivr.compiler.problems import did_you_mean
from ivr.compiler.scalars import read_number
from ivr.compiler.shape import Spot, Unreadable, read, whole_of

FILE = "holidays"
"""The file's name without `.yaml`: it is no menu."""
ALL, COMPLETE = "all", "complete"

Days = NewType("Days", dict[date, Times | None])
Day = NewType("Day", tuple[date, Times | None])
Year = NewType("Year", int)


def read_special_days(spot: Spot, hours: Mapping[str, Schedule]) -> Mapping[str, Schedule]:
    """Give the hours with their special days. Those under `all` are of all hours that keep public holidays, and a name's own win."""
    written = {each.key: each for each in spot.table("{all: {2027-02-06: closed}}")}
    complete = written.pop(COMPLETE, None)
    for name in [name for name in written if name not in (ALL, *hours)]:
        what = f'"{name}" is not opening hours of hotline.yaml'
        written.pop(name).note("unknown-hours", what, did_you_mean(name, (*hours, ALL, COMPLETE)), on_key=True)
    try:
        days: Mapping[str, Days] = whole_of(written, Days)
        years: tuple[int, ...] = read(tuple[Year, ...], complete) if complete else ()
    except Unreadable:
        return hours
    return {name: Schedule(_with(each, days.get(ALL, {}), days.get(name, {}), years)) for name, each in hours.items()}


def _with(hours: Hours, everywhere: Mapping[date, Times | None], own: Mapping[date, Times | None], complete: tuple[int, ...]) -> Hours:
    shared = everywhere if hours.holidays is not None else {}
    days = {day.isoformat(): on_special_day(hours, day, times) for day, times in {**shared, **own}.items()}
    return replace(hours, days=days, complete=complete)


def _days(spot: Spot) -> Days:
    return Days(dict(whole_of({each.key: each for each in spot.table("{2027-02-06: closed}")}, Day).values()))


def _day(spot: Spot) -> Day:
    try:
        day = date.fromisoformat(spot.key)
    except ValueError as err:
        raise spot.refuse("special-day", f'"{spot.key}" is not a day', "Write it as 2027-02-06.", on_key=True) from err
    try:
        return Day((day, read_special_day(spot.text())))
    except ValueError as err:
        what = str(err).partition("; ")[0]
        raise spot.refuse("special-day", what, 'Write closed, open (as on a working day), or times such as "09:00-12:00".') from err


SPECIAL_DAYS: Mapping[object, Callable[[Spot], Any]] = {
    Days: _days,
    Day: _day,
    Year: lambda spot: read_number(spot, 2000, 2100, "a year"),
}
