"""Jobs: rows written in the commit that wants them, leased to one worker at a time until they are done."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, false, literal_column, or_, select, update

from ivr.storage.driver import DriverStatement
from ivr.storage.records import Job
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import jobs

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a parked job is due."""

NEW = ("kind", "key", "data", "due_at", "attempts", "error")
ADD = DriverStatement(insert_new(jobs).values({name: bindparam(name) for name in NEW}))
IS_DUE = (
    jobs.c.done_at.is_(None),
    jobs.c.due_at <= bindparam("now"),
    or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= bindparam("now")),
)
DUE = (
    select(jobs.c.id)
    .where(jobs.c.kind.in_(bindparam("kinds", expanding=True)), *IS_DUE)
    .order_by(jobs.c.due_at, jobs.c.id)
    .limit(bindparam("most"))
)
# found once, before any is taken: a subquery may be asked again for every row, and more be taken than were wanted
FOUND = DUE.with_for_update(skip_locked=True).cte("found")
TAKE = (
    update(jobs)
    .where(jobs.c.id.in_(select(FOUND.c.id)))
    .values(leased_until=bindparam("until"), attempts=jobs.c.attempts + 1)
    .returning(*columns(jobs, Job))
)
THIS_JOB = (jobs.c.id == bindparam("this"), jobs.c.done_at.is_(None))
FINISH = update(jobs).where(*THIS_JOB).values(done_at=bindparam("at"), leased_until=None)
FAIL = update(jobs).where(*THIS_JOB).values(due_at=bindparam("again"), leased_until=None, error=bindparam("why"))

PARKED = select(*columns(jobs, Job), jobs.c.error).where(jobs.c.done_at.is_(None), jobs.c.due_at == NEVER).order_by(jobs.c.id)
UNPARK = update(jobs).where(jobs.c.done_at.is_(None), jobs.c.due_at == NEVER).values(due_at=bindparam("at"), attempts=0)


@cache
def any_due(kinds: tuple[str, ...]) -> DriverStatement:
    """Whether jobs of these kinds are due: what a worker asks all the time. Its kinds stay the same, so it is written once."""
    of_them = or_(false(), *(jobs.c.kind == kind for kind in kinds))
    return DriverStatement(select(jobs.c.id).where(of_them, *IS_DUE).limit(literal_column("1")))


class Jobs(Rows):
    """The part of the unit that keeps jobs."""

    __slots__ = ()

    def add_job(self, kind: str, key: str, data: str, due_at: datetime) -> None:
        """Add a job. One whose key is there already, done or not, stays as it is."""
        self._tell(ADD, kind=kind, key=key, data=data, due_at=due_at, attempts=0, error="")

    def take_jobs(self, kinds: Sequence[str], now: datetime, lease_seconds: int, most: int) -> list[Job]:
        """Lease jobs of these kinds that are due, the longest due first. A lease that ran out is taken again."""
        taken = self._all(Job, TAKE, kinds=list(kinds), now=now, until=now + timedelta(seconds=lease_seconds), most=most)
        return sorted(taken, key=lambda job: (job.due_at, job.id))

    def finish_job(self, job_id: int, at: datetime) -> None:
        """Say that a job is done."""
        self._run(FINISH, this=job_id, at=at)

    def fail_job(self, job_id: int, due_at: datetime, error: str) -> None:
        """Give a job back, to be tried again."""
        self._run(FAIL, this=job_id, again=due_at, why=error)

    def park_job(self, job_id: int, error: str) -> None:
        """Give a job back that is not to be tried again unless a person says so."""
        self.fail_job(job_id, NEVER, error)

    def parked_jobs(self) -> list[tuple[Job, str]]:
        """List the jobs that are parked, each with what it failed of."""
        return [(Job(*row[:-1]), row[-1]) for row in self._run(PARKED)]

    def unpark_jobs(self, now: datetime) -> int:
        """Have all parked jobs tried again from the first attempt on, and count them."""
        return self._run(UNPARK, at=now).rowcount
