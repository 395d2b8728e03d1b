"""All that is particular to PostgreSQL: as few round trips as a unit can do with, and no waiting for a server that hangs."""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.errors import DivisionByZero, UniqueViolation
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, Text, bindparam, create_engine, event, func, insert, literal_column
from sqlalchemy import select as query
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from ivr.errors import StorageError, TurnTaken
from ivr.storage.calls import MOVE
from ivr.storage.database import Database
from ivr.storage.driver import DriverStatement, driver_of
from ivr.storage.records import CallRow
from ivr.storage.sealed import Numbers
from ivr.storage.tables import calls, journal
from ivr.storage.unit import SqlUnit

CONNECT_SECONDS = 2
"""The least that the driver takes."""

ANSWER_SECONDS = 1.5
"""How long any answer may take: a server that hangs, or a network that is cut, says nothing. More than the server's own limits."""

LIMITS = "SET statement_timeout = '1s'; SET lock_timeout = '500ms'; SET idle_in_transaction_session_timeout = '5s'; SET TimeZone = 'UTC'"
"""What a session of ours asks of the server. Longer waits are the service's, which knows how many wait already; the idle one is a
process that froze in its unit, and whose locks others wait for."""

LOCK_FOR_MIGRATION_SECONDS = 2
"""Turns queue up behind a migration that waits for a table."""

BEGUN = insert(calls).returning(calls.c.sid).cte("begun")
START = DriverStatement(
    insert(journal).from_select(["sid", "turn", "facts"], query(BEGUN.c.sid, literal_column("0"), bindparam("facts", type_=Text)))
)

MOVED = MOVE.returning(calls.c.sid).cte("moved")
HAS_MOVED = query(func.count()).select_from(MOVED).scalar_subquery()
SAVE_TURN = DriverStatement(insert(journal).values(sid=bindparam("this"), turn=bindparam("taken") // HAS_MOVED, facts=bindparam("facts")))
"""Move the call and write the facts in one statement. No call moved is a division by zero: of all errors the one that repeats no row."""

RACE_LOST = (UniqueViolation, DivisionByZero)


class PostgresUnit(SqlUnit):
    """A unit that holds back what needs no answer until something does, or to its end. One statement alone is a transaction by itself."""

    __slots__ = ("_begun", "_held", "_race")

    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        super().__init__(connection, numbers)
        self._held: list[Callable[[], object]] = []
        self._begun = False
        self._race = ""

    def start_call(self, row: CallRow, facts: str) -> None:
        """Keep a new call and the facts of its turn 0."""
        self._race = f"call {row.sid} has begun already"
        self._tell(START, **self._values(row), facts=facts)

    def save_turn(self, sid: str, turn: int, state: str, answer: str, facts: str, ending: str) -> None:
        """Keep a turn and move the call to the next."""
        self._race = f"turn {turn} of call {sid} is taken"
        self._tell(SAVE_TURN, this=sid, taken=turn, next=turn + 1, **self._sealed(state, answer), ending=ending, facts=facts)

    def commit(self) -> None:
        """Send what is held, and end. Raises TurnTaken if another request took the turn."""
        if self._begun:
            self._held.append(partial(driver_of(self._connection).execute, "COMMIT"))
        self._send()

    def undo(self) -> None:
        """Undo what was sent."""
        driver = driver_of(self._connection)
        if driver.info.transaction_status != TransactionStatus.IDLE:
            driver.execute("ROLLBACK")

    def _tell(self, statement: DriverStatement, **values: object) -> None:
        self._held.append(partial(statement.run, self._connection, values))

    def _begin(self) -> None:
        if not self._begun:
            self._held.insert(0, partial(driver_of(self._connection).execute, "BEGIN"))
            self._begun = True
        self._send()

    def _send(self) -> None:
        """Send what is held in one round trip. Several statements in one pipeline are a transaction, begun by us or not."""
        held, self._held = self._held, []
        try:
            with driver_of(self._connection).pipeline() if len(held) > 1 else nullcontext():
                for send in held:
                    send()
        except RACE_LOST:
            raise TurnTaken(self._race) from None


class Postgres(Database):
    """A database of a PostgreSQL server."""

    @contextmanager
    def unit(self, numbers: Numbers) -> Iterator[PostgresUnit]:
        """Open a transaction; the server learns of it when there is something to send."""
        with self.lend() as connection:
            unit = PostgresUnit(connection, numbers)
            try:
                yield unit
                unit.commit()
            except self._errors:
                raise  # its connection is closed, which undoes it
            except BaseException:
                unit.undo()
                raise

    @contextmanager
    def migration(self) -> Iterator[Connection]:
        """Lend a connection for work on the tables that takes as long as it takes. One migration runs at a time."""
        try:
            with create_engine(self._engine.url, poolclass=NullPool, hide_parameters=True).begin() as connection:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('ivr migrate'))")
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_FOR_MIGRATION_SECONDS}s'")
                yield connection
        except self._errors as error:
            raise self._failure(error) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that waits for its answers."""
        try:
            with create_engine(self._engine.url, poolclass=NullPool, hide_parameters=True).connect() as connection:
                yield connection
        except self._errors as error:
            raise self._failure(error) from None

    def _take(self) -> Connection:
        while not _is_quiet(connection := super()._take()):
            connection.invalidate()
            connection.close()
        return connection

    def _failure(self, error: Exception) -> StorageError:
        cause: Any = getattr(error, "orig", error)
        return StorageError(cause.diag.message_primary or str(cause))


class Impatient(psycopg.Connection[tuple[Any, ...]]):
    """A connection that waits for no answer longer than that."""

    def wait(self, gen: PQGen[RV], interval: float = ANSWER_SECONDS, timeout: float | None = ANSWER_SECONDS) -> RV:
        """Wait for the server."""
        return super().wait(gen, interval, timeout)


def _is_quiet(connection: Connection) -> bool:
    """Tell whether a connection nobody uses is still one: a server that ends says so, or closes it."""
    poll = select.poll()
    poll.register(driver_of(connection).fileno(), select.POLLIN)
    return not poll.poll(0)


def open_postgres(url: URL) -> Postgres:
    """Prepare connections to PostgreSQL. How durable a commit is, the server decides; it waits for the disk unless told otherwise."""
    engine: Engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"connect_timeout": CONNECT_SECONDS},
        use_native_hstore=False,
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def connect(_: object, __: object, arguments: tuple[Any, ...], named: dict[str, Any]) -> Impatient:
        connection = Impatient.connect(*arguments, **named, autocommit=True)
        connection.execute(LIMITS)
        return connection

    return Postgres(engine)
