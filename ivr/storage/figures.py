"""What an operator watches, counted in the database: it is true of all processes at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from ivr.storage.jobs import NEVER
from ivr.storage.records import Figures
from ivr.storage.tables import OPEN_ENTRY, calls, entries, jobs

LONGEST_CALL = timedelta(hours=4)
"""The carrier ends a call after it: https://www.twilio.com/docs/voice/twiml/dial"""
HOUR = timedelta(hours=1)
"""A job that failed is tried again within this time, or is parked."""
WAITING = (
    select(entries.c.queue, func.count())
    .where(entries.c.queue.in_(bindparam("queues", expanding=True)), entries.c.state == "waiting")
    .group_by(entries.c.queue)
)
DUE = select(func.count(), func.min(jobs.c.due_at)).where(jobs.c.done_at.is_(None), jobs.c.due_at <= bindparam("now"))
FAILING = select(func.count()).where(jobs.c.done_at.is_(None), jobs.c.due_at <= bindparam("soon"), jobs.c.error != "")
PARKED = select(func.count()).where(jobs.c.done_at.is_(None), jobs.c.due_at == NEVER)
LEFT = select(func.count()).where(OPEN_ENTRY, entries.c.arrived_at < bindparam("before"))
ENDINGS = select(calls.c.ending, func.count()).where(calls.c.closed_at > bindparam("since")).group_by(calls.c.ending)


def read_figures(connection: Connection, queues: Sequence[str], now: datetime) -> Figures:
    """Count on an open connection; a queue in which nobody waits has 0."""
    due, oldest = connection.execute(DUE, {"now": now}).one()
    return Figures(
        waiting=dict.fromkeys(queues, 0) | dict(connection.execute(WAITING, {"queues": list(queues)}).all()),
        endings=dict(connection.execute(ENDINGS, {"since": now - HOUR}).all()),
        jobs_due=due,
        jobs_late_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        jobs_failing=connection.execute(FAILING, {"soon": now + HOUR}).scalar_one() + connection.execute(PARKED).scalar_one(),
        left_in_line=connection.execute(LEFT, {"before": now - LONGEST_CALL}).scalar_one(),
    )
