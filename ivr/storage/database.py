"""A database: open connections, lent to one thread at a time, and the units on them. One subclass for each kind.

Connections stay open between turns and commit each statement by themselves: a read is one statement, and a unit says
its own BEGIN. A pool's check-out, reset and check-in would cost as much as the read.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from ivr.errors import StorageError
from ivr.storage.sealed import Numbers
from ivr.storage.unit import SqlUnit


class Database(ABC):
    """Connections to a database, as many as are in use at the same time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._errors: tuple[type[Exception], ...] = (DBAPIError, engine.dialect.loaded_dbapi.Error)
        self._idle: list[Connection] = []
        self._inherited: list[Connection] = []
        self._process = os.getpid()

    @abstractmethod
    def unit(self, numbers: Numbers) -> AbstractContextManager[SqlUnit]:
        """Open a transaction that is committed at its end, or undone by any exception."""

    @abstractmethod
    def migration(self) -> AbstractContextManager[Connection]:
        """Lend a connection in a transaction, for work on the tables, which is in no hurry."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Lend a connection for reading that takes as long as it takes, and keeps nobody from writing."""
        return self.lend()

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """Lend a connection. Database errors become StorageError, and their connection is not used again."""
        connection: Connection | None = None
        try:
            connection = self._take()
            yield connection
        except self._errors as err:
            if connection is not None:
                connection.invalidate()
                connection.close()
            raise self._failure(err) from None
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

    def _failure(self, error: Exception) -> StorageError:
        """Say why in the driver's words. They are its main ones alone: the others may repeat what was written."""
        return StorageError(str(getattr(error, "orig", error)))

    def _leave_to_parent(self) -> None:
        # A forked child holds none of the locks its copies believe in; closing one would drop the parent's.
        self._inherited += self._idle
        self._idle = []
        self._process = os.getpid()
