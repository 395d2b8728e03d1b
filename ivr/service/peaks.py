"""When it is busy, reckoned from the calls of some weeks: half hours of the week, by how many came against how many answered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from statistics import mean
from zoneinfo import ZoneInfo

from ivr.agents.erlang import Load, erlang_c
from ivr.agents.model import SECOND
from ivr.calendar import WEEK
from ivr.service.reports import kept_agent
from ivr.storage.past import PastCall, PastWait

HALF_HOUR = timedelta(minutes=30)
A_DAY, A_WEEK = 48, 336
"""Half hours."""
MOST_WAITING = 0.5
"""A half hour is busy when a larger share of its callers would find no agent free, by Erlang C."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """Busy times as `peaks: {open: ...}` of `hotline.yaml` has them, of how many calls that joined a line, and how long each held an
    agent, in seconds.
    """

    open: Mapping[str, str]
    calls: int
    held: float


def find_peaks(calls: Sequence[PastCall], first: date, last: date, zone: ZoneInfo) -> Peaks | None:
    """Find the busy half hours in whole weeks from the first day to the last; None when nobody talked.

    One in which no agent talked is not busy: what is missing there is staff.
    """
    waits = [wait for call in calls for wait in call.waits]
    talks = [(wait, kept) for wait in waits if (kept := kept_agent(wait)) is not None]
    if not talks:
        return None
    weeks = ((last - first).days + 1) / 7
    came = Counter(_half_hour(wait.arrived_at.astimezone(zone)) for wait in waits)
    there = Counter(half for half, _, _ in {at for talk, _ in talks for at in _at_work(talk, zone)})
    held = mean(kept for _, kept in talks) / SECOND
    busy = {half for half in range(A_WEEK) if _is_busy(came[half] / weeks, round(there[half] / weeks), held)}
    return Peaks(_written(busy), len(waits), held)


def _is_busy(calls: float, agents: int, held: float) -> bool:
    return calls > 0 and agents > 0 and erlang_c(Load(calls * 2, held, agents)).waiting > MOST_WAITING


def _at_work(talk: PastWait, zone: ZoneInfo) -> Iterator[tuple[int, date, str | None]]:
    """Give the half hours in which an agent talked, each with its day and the agent."""
    at, over = (moment.astimezone(zone) for moment in (talk.began_at, talk.over_at) if moment)
    while at <= over:
        yield _half_hour(at), at.date(), talk.agent
        at = datetime.combine(at.date(), time(), zone) + (_half_hour(at) % A_DAY + 1) * HALF_HOUR


def _half_hour(at: datetime) -> int:
    return at.weekday() * A_DAY + at.hour * 2 + at.minute // 30


def _written(busy: Set[int]) -> dict[str, str]:
    """Write half hours as days and times; days that follow one another and are alike stand together."""
    days = [", ".join(_spans([half - day * A_DAY for half in sorted(busy) if half // A_DAY == day])) for day in range(len(WEEK))]
    found: dict[str, str] = {}
    for times, alike in groupby(range(len(WEEK)), days.__getitem__):
        first, *_, last = [WEEK[day] for day in alike] * 2
        if times:
            found[first if first == last else f"{first}-{last}"] = times
    return found


def _spans(halves: Sequence[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(halves), lambda each: each[1] - each[0]):
        first, *_, last = [half for _, half in run] * 2
        yield f"{_clock(first)}-{_clock(last + 1)}"


def _clock(half: int) -> str:
    return f"{half // 2:02}:{half % 2 * 30:02}"
