"""All that is particular to SQLite: one writer at a time, in the file and in this process, and a database in memory."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock, RLock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from ivr.errors import StorageError, TurnTaken
from ivr.storage.database import Database
from ivr.storage.driver import driver_of
from ivr.storage.sealed import Numbers
from ivr.storage.unit import SqlUnit

BEGIN = "BEGIN IMMEDIATE"
"""Take the write lock at once: SQLite refuses, without waiting, to turn a reader into a writer."""

WRITER_SECONDS = 0.5
"""How long a unit waits for another writer: longer waits are the service's, which knows how many wait already."""

BUSY_SECONDS = 0.02
"""How long SQLite itself waits. It looks again after ever longer pauses, so that of two busy processes one would starve."""

MIGRATION_SECONDS = 5.0
"""A migration is in no hurry: another one, or a busy line, may be writing."""


TAKE_TURN = (
    """
    CREATE TEMP VIEW taken AS SELECT NULL AS sid, NULL AS turn, NULL AS state, NULL AS answer, NULL AS facts, NULL AS ending
    """,
    """
    CREATE TEMP TRIGGER take INSTEAD OF INSERT ON taken BEGIN
        SELECT RAISE(ABORT, 'another request took it') WHERE NOT EXISTS (SELECT 1 FROM calls WHERE sid = NEW.sid AND turn = NEW.turn);
        INSERT INTO journal (sid, turn, facts) VALUES (NEW.sid, NEW.turn, NEW.facts);
        UPDATE calls SET turn = NEW.turn + 1, state = NEW.state, answer = NEW.answer, ending = NEW.ending WHERE sid = NEW.sid;
    END
    """,
)
"""Each connection's own way to write a turn in one statement, a transaction by itself: four would cost a turn a tenth more."""

WRITE_TURN = "INSERT INTO taken VALUES (:sid, :turn, :state, :answer, :facts, :ending)"


class SqliteUnit(SqlUnit):
    """A unit that takes the write lock with its first statement: while a turn is still thought about, others may write.

    A turn that is all there is to write waits for the unit's end, and is one statement.
    """

    __slots__ = ("_begun", "_turn", "_writer")

    def __init__(self, connection: Connection, numbers: Numbers, writer: Lock) -> None:
        super().__init__(connection, numbers)
        self._writer, self._begun = writer, False
        self._turn: tuple[str, int, str, str, str, str] | None = None

    def save_turn(self, sid: str, turn: int, state: str, answer: str, facts: str, ending: str) -> None:
        """Keep a turn and move the call to the next. Raises TurnTaken, at the unit's end at the latest."""
        if self._begun:
            super().save_turn(sid, turn, state, answer, facts, ending)
        else:
            self._turn = (sid, turn, state, answer, facts, ending)

    def commit(self) -> None:
        """Write what is held, and end."""
        if self._begun:
            self._end("COMMIT")
        elif self._turn is not None:
            self._write_turn(*self._turn)

    def undo(self) -> None:
        """Undo what was written."""
        if self._begun:
            self._end("ROLLBACK")

    def _write_turn(self, sid: str, turn: int, state: str, answer: str, facts: str, ending: str) -> None:
        values = {"sid": sid, "turn": turn, "facts": facts, "ending": ending, **self._sealed(state, answer)}
        self._lock()
        try:
            _insist(self._connection, WRITER_SECONDS, WRITE_TURN, values)
        except sqlite3.IntegrityError:
            raise TurnTaken(f"turn {turn} of call {sid} is taken") from None
        finally:
            self._writer.release()

    def _begin(self) -> None:
        if self._begun:
            return
        self._lock()
        try:
            _insist(self._connection, WRITER_SECONDS, BEGIN)
        except BaseException:
            self._writer.release()
            raise
        self._begun = True
        if self._turn is not None:
            super().save_turn(*self._turn)

    def _lock(self) -> None:
        """Let one thread of this process write at a time: the lock wakes the next one, where SQLite would have each look again."""
        if not self._writer.acquire(timeout=WRITER_SECONDS):
            raise StorageError("the database is busy: another thread of this process has been writing for too long")

    def _end(self, how: str) -> None:
        try:
            driver_of(self._connection).execute(how)
        finally:
            self._writer.release()


class SqliteFile(Database):
    """A database file."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._writer = Lock()

    @contextmanager
    def unit(self, numbers: Numbers) -> Iterator[SqliteUnit]:
        """Open a transaction, for when no other thread and no other process writes."""
        with self.lend() as connection:
            unit = SqliteUnit(connection, numbers, self._writer)
            try:
                yield unit
            except BaseException:
                unit.undo()
                raise
            unit.commit()

    @contextmanager
    def migration(self) -> Iterator[Connection]:
        """Lend a connection for work on the tables; the file's folder is made if need be."""
        Path(str(self._engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
        with self.lend() as connection, connection.begin(), _transaction(connection, MIGRATION_SECONDS):
            yield connection

    def _leave_to_parent(self) -> None:
        super()._leave_to_parent()
        self._writer = Lock()


class SqliteMemory(SqliteFile):
    """The one connection to a database in memory, which is gone when the connection is."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._lock = RLock()
        self._connection = engine.connect()

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """Lend the connection to one thread at a time."""
        with self._lock:
            try:
                yield self._connection
            except self._errors as err:
                raise self._failure(err) from None

    def close(self) -> None:
        """Close the connection and forget the database."""
        self._connection.close()


@contextmanager
def _transaction(connection: Connection, patience_seconds: float) -> Iterator[None]:
    driver = driver_of(connection)
    _insist(connection, patience_seconds, BEGIN)
    try:
        yield
    except BaseException:
        driver.execute("ROLLBACK")
        raise
    driver.execute("COMMIT")


def _insist(connection: Connection, patience_seconds: float, statement: str, values: Mapping[str, object] | None = None) -> None:
    """Execute what writes, waiting for a writer in another process. Raises the driver's error when it does not finish in time."""
    driver, until = driver_of(connection), time.monotonic() + patience_seconds
    while True:
        try:
            driver.execute(statement, values or {})
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        else:
            return


def in_memory(url: URL) -> bool:
    """Tell whether a database lives in this process alone."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def open_sqlite(url: URL, durable: bool) -> Database:
    """Prepare connections to SQLite. `durable` waits for the disk at each commit, and so survives a loss of power."""
    return SqliteMemory(_in_memory()) if in_memory(url) else SqliteFile(_engine(url, durable))


@cache
def _in_memory() -> Engine:
    """All databases in memory have one engine, which writes each statement once; each is a connection of its own."""
    return _engine(URL.create("sqlite"), durable=False)


def _engine(url: URL, durable: bool) -> Engine:
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA foreign_keys=ON")
        # what is wiped from a closed call is not to be found in the file's free pages
        cursor.execute("PRAGMA secure_delete=ON")
        for statement in TAKE_TURN:
            cursor.execute(statement)
        cursor.close()

    return engine
