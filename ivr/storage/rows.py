"""How dataclasses become rows and rows dataclasses, for the parts of the unit."""

from collections.abc import Callable
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, CursorResult, Insert, Select, Table, Update, UpdateBase
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.dml import ReturningUpdate

from ivr.storage.driver import DriverStatement
from ivr.storage.sealed import Numbers

R = TypeVar("R")


class InsertNew(Insert):
    """An INSERT that leaves a row alone whose key is there already. SQLite and PostgreSQL say it alike."""

    inherit_cache = True


@compiles(InsertNew)
def _insert_new(insert: InsertNew, compiler: Any, **options: Any) -> str:
    return f"{compiler.visit_insert(insert, **options)} ON CONFLICT DO NOTHING"


class Rows:
    """What every part of the unit works on: the open connection, and the means to seal."""

    __slots__ = ("_connection", "_numbers")

    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def _begin(self) -> None:
        """Begin the transaction, if that is not done yet: called before every statement."""

    def _run(self, statement: Select[*tuple[Any, ...]] | UpdateBase, **values: object) -> CursorResult[*tuple[Any, ...]]:
        self._begin()
        return self._connection.execute(statement, values)

    def _changed(self, statement: Insert | Update, **values: object) -> bool:
        return self._run(statement, **values).rowcount == 1

    def _tell(self, statement: DriverStatement, **values: object) -> None:
        """Have a statement carried out before the unit ends; nobody asks what came of it."""
        self._ask(statement, **values)

    def _ask(self, statement: DriverStatement, **values: object) -> DBAPICursor:
        """Have a statement carried out now, for what comes of it."""
        self._begin()
        return statement.run(self._connection, values)

    def _told(self, statement: DriverStatement, **values: object) -> bool:
        return self._ask(statement, **values).rowcount == 1

    def _one(self, row: Callable[..., R], statement: Select[*tuple[Any, ...]], **values: object) -> R | None:
        found = self._run(statement, **values).one_or_none()
        return None if found is None else self._opened(row(*found))

    def _all(
        self, row: Callable[..., R], statement: Select[*tuple[Any, ...]] | ReturningUpdate[*tuple[Any, ...]], **values: object
    ) -> list[R]:
        return [self._opened(row(*found)) for found in self._run(statement, **values)]

    def _values(self, row: Any) -> dict[str, object]:
        """Give the fields of a dataclass by name, those that are to be sealed sealed."""
        sealed = {name: self._numbers.seal(getattr(row, name)) for name in _sealed(type(row))}
        return {name: getattr(row, name) for name in _names(type(row))} | sealed

    def _opened(self, row: R) -> R:
        names = _sealed(type(row))
        return replace(row, **{name: self._numbers.open(getattr(row, name)) for name in names}) if names else row  # type: ignore[type-var]


def insert_new(table: Table) -> Insert:
    """Build an INSERT that does nothing when a key is taken; `rowcount` says which."""
    return InsertNew(table).inline().execution_options(preserve_rowcount=True)


def columns(table: Table, row: type[Any]) -> list[Column[Any]]:
    """Return the columns of a table in the order of a dataclass, so that `row(*result)` is right."""
    return [table.c[name] for name in _names(row)]


def _names(row: type[Any]) -> tuple[str, ...]:
    return tuple(row.__dataclass_fields__)


def _sealed(row: type[Any]) -> list[str]:
    kept = row.__dataclass_fields__.items() if is_dataclass(row) else ()
    return [name for name, field in kept if field.metadata.get("sealed")]
