"""The store on SQLAlchemy Core. No ORM: a session would cost a turn more than all the rest of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache

from sqlalchemy import Column, MetaData, String, Table, create_mock_engine, insert, inspect, select
from sqlalchemy.schema import ExecutableDDLElement

from ivr.errors import StorageError
from ivr.storage.calls import READ_CALL, call_row
from ivr.storage.columns import metadata
from ivr.storage.database import Database
from ivr.storage.driver import driver_of
from ivr.storage.figures import read_figures
from ivr.storage.floor import FLOOR_IS_DUE
from ivr.storage.floor_records import AgentRow, FloorNow
from ivr.storage.jobs import any_due
from ivr.storage.kept import READ_FLOW
from ivr.storage.past import PastCall, read_past
from ivr.storage.records import Ahead, CallRow, Closed, Figures, Over, Switch
from ivr.storage.retention import count_over, read_closed
from ivr.storage.sealed import Numbers
from ivr.storage.tables import SCHEMA, calls
from ivr.storage.unit import SqlUnit
from ivr.storage.waiting import AHEAD_OF, ahead

applied = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table: which migration the database is at."""


LATEST = select(calls.c.sid).order_by(calls.c.started_at.desc()).limit(1)


class SqlStore:
    """A store in a database that SQLAlchemy speaks to."""

    def __init__(self, database: Database, numbers: Numbers) -> None:
        self._database = database
        self._numbers = numbers

    def read_call(self, sid: str, n: int = 0) -> CallRow | None:
        """Read a call in one SELECT, its answer if turn `n` is taken; no transaction is held."""
        with self._database.lend() as connection:
            row = READ_CALL.run(connection, {"sid": sid, "n": n}).fetchone()
        return None if row is None else call_row(row, self._numbers)

    def read_flow(self, version: str) -> str | None:
        """Read a compiled menu version."""
        with self._database.lend() as connection:
            return connection.execute(READ_FLOW, {"version": version}).scalar_one_or_none()

    def read_switches(self, at: datetime) -> list[Switch]:
        """Read the switches that are on, the oldest first, in one SELECT; no transaction is held."""
        with self._database.lend() as connection:
            return SqlUnit(connection, self._numbers).switches(at)

    def ahead_of(self, entry_id: str, queues: Sequence[str], now: datetime) -> Ahead:
        """Count those waiting in some queues, on the line and at home, who come before an entry, in one SELECT; no transaction is held."""
        with self._database.lend() as connection:
            return ahead(connection.execute(AHEAD_OF, {"id": entry_id, "queues": queues, "now": now}))

    def agents(self) -> list[AgentRow]:
        """List all agents, in one SELECT; no transaction is held."""
        with self._database.lend() as connection:
            return SqlUnit(connection, self._numbers).agents()

    def has_jobs(self, kinds: Sequence[str], now: datetime) -> bool:
        """Tell in one SELECT whether jobs of these kinds are due; no transaction is held."""
        with self._database.lend() as connection:
            return bool(any_due(tuple(kinds)).run(connection, {"now": now}).fetchall())

    def is_floor_due(self, now: datetime, opened: Mapping[str, datetime]) -> bool:
        """Tell in one SELECT whether somebody waits while an agent is ready, an offer is open since `opened`, a level is asked into a
        talk, or an intent is due."""
        with self._database.lend() as connection:
            [(is_due,)] = FLOOR_IS_DUE.run(connection, {"now": now, **opened}).fetchall()
            return bool(is_due)

    def floor(self, now: datetime, opened: Mapping[str, datetime], since: datetime) -> FloorNow:
        """Look at the floor: what is open since `opened`, and who did not take whom since `since`. No transaction is held."""
        with self._database.lend() as connection:
            return SqlUnit(connection, self._numbers).floor(now, opened, since)

    def unit(self) -> AbstractContextManager[SqlUnit]:
        """Open a transaction that is committed at its end, or undone by any exception."""
        return self._database.unit(self._numbers)

    def figures(self, queues: Sequence[str], now: datetime) -> Figures:
        """Count, in a few indexed reads and no transaction, what an operator watches."""
        with self._database.lend() as connection:
            return read_figures(connection, queues, now)

    def calls_between(self, since: datetime, until: datetime) -> list[PastCall]:
        """Read what is kept of the calls that began between two moments, in the order they began; no transaction is held."""
        with self._database.lend() as connection:
            return read_past(connection, since, until)

    def latest_call(self) -> CallRow | None:
        """Read the call that began last. Raises NotOurKey if it was sealed with another key."""
        with self._database.lend() as connection:
            sid = connection.execute(LATEST).scalar_one_or_none()
        return self.read_call(sid) if sid else None

    def closed_calls(self, over: Over, after: Closed, most: int) -> list[Closed]:
        """List so many calls whose days are over, from the one after a call on, the oldest first; no transaction is held."""
        with self._database.lend() as connection:
            return read_closed(connection, over, after, most)

    def count_over(self, over: Over) -> Mapping[str, int]:
        """Count by table what would go, however long it takes; no transaction is held."""
        with self._database.reading() as connection:
            return count_over(connection, over)

    def ready(self) -> None:
        """Raise StorageError if the database does not answer or lacks a migration; one of a later program serves this one too."""
        with self._database.lend() as connection:
            begun = inspect(connection).has_table(applied.name)
            found = connection.execute(select(applied.c.version_num)).scalar_one_or_none() if begun else None
        if found is None or found < SCHEMA:
            raise StorageError(f"the database is at migration {found}, this program needs {SCHEMA}: run `ivr migrate`")

    def create_tables(self) -> None:
        """Make all tables at once, for a database in memory: it has no past to migrate from."""
        with self._database.lend() as connection:
            driver_of(connection).executescript(_all_tables())
            connection.execute(insert(applied), {"version_num": SCHEMA})

    def close(self) -> None:
        """Close all connections."""
        self._database.close()


@cache
def _all_tables() -> str:
    """Write what makes all tables in SQLite, once: it takes longer to write than to carry out."""
    written: list[str] = []

    def write(statement: ExecutableDDLElement, *_: object, **__: object) -> None:
        written.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("sqlite://", write)
    for tables in (metadata, applied.metadata):
        tables.create_all(engine, checkfirst=False)
    return ";".join(written)
