"""A holiday calendar knows its days only up to the last year announced; special days are of this year or near it."""

from collections.abc import Iterator
from datetime import date, timedelta

from ivr.calendar import known_until
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found
from ivr.compiler.source import Table
from ivr.compiler.special_days import ALL, FILE

LONGEST_PAST, LONGEST_AHEAD = timedelta(days=366), timedelta(days=2 * 366)
"""Special days further away than these are slips of the pen, or forgotten."""


def check_hours(draft: Draft) -> Iterator[Found]:
    """Yield opening hours whose holidays are not known any more, and special days that cannot be meant."""
    if draft.today is None:
        return
    for name, hours in draft.hotline.hours.items():
        last = known_until(hours)
        if last is not None and draft.today > last:
            what = f"the holidays of {hours.holidays} are known up to {last.isoformat()}, and today is {draft.today.isoformat()}"
            fix = "Install a newer release of the holiday calendar (chinesecalendar), or write the year into holidays.yaml."
            yield Found(("hotline", "hours", name, "holidays"), what, fix, rule="holidays")
    yield from _far(draft, draft.today)


def _far(draft: Draft, today: date) -> Iterator[Found]:
    source = draft.sources.get(FILE)
    for name, days in source.root.entries.items() if source else ():
        for written in days.entries if isinstance(days, Table) and name in (ALL, *draft.hotline.hours) else ():
            day = _day(written)
            if day is not None and not today - LONGEST_PAST <= day <= today + LONGEST_AHEAD:
                what = f"{written} is far from today, {today.isoformat()}"
                yield Found((FILE, name, written), what, "Correct the year, or delete the day.", True, "holidays")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
