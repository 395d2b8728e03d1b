"""Open connections, lent to one thread at a time, and all that is particular to one database.

Connections stay open between turns and commit each statement by themselves: a read is one statement, and a unit says
its own BEGIN. A pool's check-out, reset and check-in would cost as much as the read.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, RLock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, StaticPool

from ivr.errors import StorageError
from ivr.storage.driver import driver_of

BEGIN = "BEGIN IMMEDIATE"
"""Take the write lock at once: SQLite refuses, without waiting, to turn a reader into a writer."""

WRITER_SECONDS = 0.5
"""How long a unit waits for another writer: longer waits are the service's, which knows how many wait already."""

BUSY_SECONDS = 0.02
"""How long SQLite itself waits. It looks again after ever longer pauses, so that of two busy processes one would starve."""


class Connections:
    """Connections to a database file, as many as are in use at the same time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver_error = driver_error(engine)
        self._idle: list[Connection] = []
        self._inherited: list[Connection] = []
        self._process = os.getpid()
        self._writer = Lock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one thread of this process write at a time: those that SQLite itself keeps waiting sleep for up to 100 ms."""
        if not self._writer.acquire(timeout=WRITER_SECONDS):
            raise StorageError("the database is busy: another thread of this process has been writing for too long")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """Lend a connection. Database errors become StorageError, and their connection is not used again."""
        connection: Connection | None = None
        try:
            connection = self._take()
            yield connection
        except (DBAPIError, self._driver_error) as err:
            if connection is not None:
                connection.invalidate()
                connection.close()
            raise StorageError(str(getattr(err, "orig", err))) from err
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def close(self) -> None:
        """Close those that nobody uses."""
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()

    def _take(self) -> Connection:
        if self._process != os.getpid():
            self._leave_to_parent()
        try:
            return self._idle.pop()
        except IndexError:
            return self._engine.connect()

    def _give_back(self, connection: Connection | None) -> None:
        if connection is not None:
            self._idle.append(connection)

    def _leave_to_parent(self) -> None:
        # A forked child holds none of the locks its copies believe in; closing one would drop the parent's.
        self._inherited += self._idle
        self._idle = []
        self._process = os.getpid()
        self._writer = Lock()


class SharedConnection(Connections):
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
            except (DBAPIError, self._driver_error) as err:
                raise StorageError(str(getattr(err, "orig", err))) from err

    def close(self) -> None:
        """Close the connection and forget the database."""
        self._connection.close()
        self._engine.dispose()


def begin(connection: Connection) -> None:
    """Begin a unit, waiting for a writer in another process. Raises the driver's error when it does not finish in time."""
    driver, until = driver_of(connection), time.monotonic() + WRITER_SECONDS
    while True:
        try:
            driver.execute(BEGIN)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        else:
            return


def driver_error(engine: Engine) -> type[Exception]:
    """Give the class of all errors of the driver beneath an engine."""
    return engine.dialect.loaded_dbapi.Error


def in_memory(url: URL) -> bool:
    """Tell whether a database lives in this process alone."""
    return url.database in (None, "", ":memory:")


def open_connections(url: URL, durable: bool) -> Connections:
    """Prepare connections to SQLite. `durable` waits for the disk at each commit, and so survives a loss of power."""
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=StaticPool if in_memory(url) else NullPool,
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
        cursor.close()

    return SharedConnection(engine) if in_memory(url) else Connections(engine)
