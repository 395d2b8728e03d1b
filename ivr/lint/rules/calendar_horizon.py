"""A holiday calendar reaches beyond today, and special days are near it.

Hours that keep public holidays know them up to the last year announced. After that every holiday is a working day to them, and callers
are sent to a queue with nobody in it. A day in `holidays.yaml` that is far from today is a slip of the pen, or forgotten.

Evidence (D): follows from how holidays are known; no study is needed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ivr.calendar import known_until
from ivr.compiler.problems import Found, Level
from ivr.compiler.source import Table
from ivr.compiler.special_days import ALL, FILE
from ivr.lint.rule import Menus

ID = "calendar-horizon"
LEVEL: Level = "error"
SETTING = None
LONGEST_PAST, LONGEST_AHEAD = timedelta(days=366), timedelta(days=2 * 366)


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield opening hours whose holidays are not known any more, and special days that cannot be meant."""
    if menus.today is None:
        return
    for name, hours in menus.draft.hotline.hours.items():
        last = known_until(hours)
        if last is not None and menus.today > last:
            what = f"the holidays of {hours.holidays} are known up to {last.isoformat()}, and today is {menus.today.isoformat()}"
            fix = "Install a newer release of the holiday calendar (chinesecalendar), or write the year into holidays.yaml."
            yield Found(("hotline", "hours", name, "holidays"), what, fix)
    yield from _far(menus, menus.today)


def _far(menus: Menus, today: date) -> Iterator[Found]:
    source = menus.draft.sources.get(FILE)
    for name, days in source.root.entries.items() if source else ():
        for written in days.entries if isinstance(days, Table) and name in (ALL, *menus.draft.hotline.hours) else ():
            day = date.fromisoformat(written)
            if not today - LONGEST_PAST <= day <= today + LONGEST_AHEAD:
                what = f"{written} is far from today, {today.isoformat()}"
                yield Found((FILE, name, written), what, "Correct the year, or delete the day.", True)
