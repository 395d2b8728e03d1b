"""holidays.yaml: whose days they are, and which of them win."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.calendar import horizon, is_open, known_until
from ivr.compiler.compile import compile_texts
from ivr.flow.actions import Actions

HOURS = """hours:
  desk: {open: {mon-sun: "08:00-24:00"}, holidays: CN}
  always: {open: {mon-sun: "00:00-24:00"}}
"""
DAYS = """
all: {2026-07-03: closed, 2026-07-04: closed}
always: {2026-07-05: closed}
desk: {2026-07-04: "10:00-12:00"}
"""
WHO = [
    ("desk", "2026-07-03 10:00", False, "all hours that keep holidays"),
    ("always", "2026-07-03 10:00", True, "not those that keep none"),
    ("always", "2026-07-05 10:00", False, "unless they are named"),
    ("desk", "2026-07-05 10:00", True, "a name is that one alone"),
    ("desk", "2026-07-04 10:00", True, "and wins"),
    ("desk", "2026-07-04 12:00", False, "with its own hours"),
]


def with_days(good: Mapping[str, str], days: str) -> dict[str, str]:
    lines = [HOURS if line.startswith("hours: {desk:") else f"{line}\n" for line in good["hotline.yaml"].splitlines()]
    return {**good, "hotline.yaml": "".join(lines), "holidays.yaml": days}


@pytest.mark.parametrize(("name", "at", "expected", "why"), WHO)
def test_a_day_is_of_all_who_keep_holidays_or_of_one(
    name: str, at: str, expected: bool, why: str, good: Mapping[str, str], actions: Actions
) -> None:
    hours = compile_texts(with_days(good, DAYS), actions).hours[name]
    assert is_open(hours, datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Shanghai"))) is expected, why


def test_a_year_written_whole_stands_for_a_calendar_that_has_run_out(good: Mapping[str, str], actions: Actions) -> None:
    year = horizon("CN").year + 1
    files = with_days(good, f"all: {{{year}-01-01: closed}}\ncomplete: [{year}]\n")
    hours = compile_texts(files, actions).hours["desk"]
    assert not is_open(hours, datetime(year, 1, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert known_until(hours) == date(year, 12, 31)
