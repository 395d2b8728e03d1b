"""Retention: what is kept of a call, and its recordings, is deleted when the days that callers are told of are over."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ivr.errors import ConfigError
from ivr.flow.graph import Flow
from ivr.service.guesses import REMEMBERED
from ivr.service.recordings import ERASE
from ivr.storage.base import Store
from ivr.storage.records import OPEN, Closed, Over

DAYS, LONGER_DAYS = "days_call", "days_complaint"
"""The facts that say how many days a call is kept after its end, and how many one with a complaint."""
LONGER = ("complaint", "appeal")
"""The kinds of tickets whose calls are kept longer."""
MOST = 20
"""Calls deleted in one transaction: on SQLite a turn that comes meanwhile waits for its end."""
MOST_SEEN = 500
"""Calls looked at in one statement: those that are held stay where they are, and may be many."""
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any call."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes what is over, a little at a time: broken off or done twice, what was deleted is deleted, and the rest comes next."""

    store: Store
    keeps: timedelta
    keeps_longer: timedelta
    clock: Callable[[], datetime]

    def count(self) -> Mapping[str, int]:
        """Count by table what would be deleted."""
        return self.store.count_over(self._over())

    def purge(self) -> Iterator[Mapping[str, int]]:
        """Delete all that is over, some in each step, and give what went by table. Recordings are left to jobs."""
        over, last = self._over(), Closed("", FIRST, is_held=False)
        while seen := self.store.closed_calls(over, last, MOST_SEEN):
            sids = [call.sid for call in seen if not call.is_held]
            for begin in range(0, len(sids), MOST):
                yield self._delete(sids[begin : begin + MOST], over)
            last = seen[-1]
        while gone := self._delete_old(over.before):
            yield gone

    def _delete(self, seen: Sequence[str], over: Over) -> Mapping[str, int]:
        with self.store.unit() as unit:
            sids = unit.unheld(seen, over)  # a ticket may have come, or been opened again, since they were seen
            recordings = unit.recordings_of(sids)
            for recording in recordings:
                unit.add_job(ERASE, recording, json.dumps({"sid": recording}), self.clock())
            return {**unit.delete_calls(sids), "recordings": len(recordings)}

    def _delete_old(self, before: datetime) -> Mapping[str, int]:
        with self.store.unit() as unit:
            return {name: count for name, count in unit.delete_old(before, MOST).items() if count}

    def _over(self) -> Over:
        now = self.clock()
        return Over(now - self.keeps, now - self.keeps_longer, LONGER, tuple(sorted(OPEN)))


def retention(flow: Flow, store: Store, clock: Callable[[], datetime]) -> Retention | None:
    """Keep what the menus say for as long as they say; without a word of it nothing is deleted. Raises ConfigError."""
    kept = days_kept(flow)
    return Retention(store, *kept, clock) if kept else None


def days_kept(flow: Flow) -> tuple[timedelta, timedelta] | None:
    """Read how long the menus say that a call is kept, and one with a complaint; None if they do not. Raises ConfigError."""
    if DAYS not in flow.facts:
        return None
    days = _days(flow, DAYS)
    return days, _days(flow, LONGER_DAYS) if LONGER_DAYS in flow.facts else days


def _days(flow: Flow, name: str) -> timedelta:
    value = " / ".join(sorted({*flow.facts[name].values()}))
    if not value.isdecimal() or timedelta(days=int(value)) < REMEMBERED:
        least = f"{REMEMBERED.days} or more, for so long guesses at an identity check count"
        raise ConfigError(f'the fact {name} in hotline.yaml is "{value}": write the days that a call is kept after its end, {least}')
    return timedelta(days=int(value))
