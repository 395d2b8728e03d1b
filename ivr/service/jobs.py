"""Jobs: rows of the turn's own commit, worked by one worker at a time, tried again with a growing pause, and parked in the end."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ivr.errors import StorageError
from ivr.storage.base import Store, Unit
from ivr.storage.records import Job

LEASE_SECONDS = 60
"""More than any job takes."""
MOST_AT_ONCE = 20
"""Jobs that are done before somebody may say that it is enough."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 12
"""Some three hours; then a person has to look."""
A_DAY = 33
"""As many attempts fill a day."""

log = logging.getLogger(__name__)
Doer = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Worker:
    """Does what is due. `doers` maps a kind of job to what does it; doing a job twice must do no harm.

    A job is one worker's for `lease_seconds`: then it is taken to have died, and the job is the next one's. It is tried MOST_ATTEMPTS
    times, or as often as `attempts` says of its kind.
    """

    store: Store
    doers: Mapping[str, Doer]
    clock: Callable[[], datetime]
    lease_seconds: int = LEASE_SECONDS
    attempts: Mapping[str, int] = field(default_factory=dict)

    def work(self) -> int:
        """Do the jobs that are due and give how many were done. Jobs of other kinds are left to whom they are for."""
        done = 0
        while done < MOST_AT_ONCE and (jobs := self._take()):
            for job in jobs:
                self._do(job)
                done += 1
        return done

    def _take(self) -> list[Job]:
        """Lease one job: what waits behind one that takes long is anybody's, and an attempt counts when it is begun."""
        kinds, now = tuple(self.doers), self.clock()
        if not self.store.has_jobs(kinds, now):
            return []
        with self.store.unit() as unit:
            return unit.take_jobs(kinds, now, self.lease_seconds, 1)

    def _do(self, job: Job) -> None:
        try:
            self.doers[job.kind](json.loads(job.data))
        except Exception as error:
            log.exception("job %s %s failed, attempt %s", job.kind, job.key, job.attempts)
            why = f"{type(error).__name__}: {error}"
            self._settle(job, lambda unit: self._again(unit, job, why))
        else:
            self._settle(job, lambda unit: unit.finish_job(job.id, self.clock()))

    def _again(self, unit: Unit, job: Job, why: str) -> None:
        if job.attempts >= self.attempts.get(job.kind, MOST_ATTEMPTS):
            unit.park_job(job.id, why)
        else:
            unit.fail_job(job.id, self.clock() + min(FIRST_PAUSE * 2**job.attempts, LONGEST_PAUSE), why)

    def _settle(self, job: Job, say: Callable[[Unit], None]) -> None:
        """Say what became of a job. When that cannot be kept it is done once more after its lease, and the next need not wait."""
        try:
            with self.store.unit() as unit:
                say(unit)
        except StorageError as error:
            log.error("what became of job %s %s could not be kept: %s", job.kind, job.key, error)
