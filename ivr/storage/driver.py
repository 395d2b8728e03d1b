"""The few statements of every turn, put to the database's driver itself.

SQLAlchemy writes them, once for each kind of database; running them through it would cost a turn more than the database does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.dml import UpdateBase

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A statement in the words of one database. `kept` turns a value into what the driver takes, where it would not know it.

    `fixed` are values that the statement has itself.
    """

    sql: str
    order: tuple[str, ...] | None
    kept: Mapping[str, Callable[[Any], Any]]
    fixed: Values

    def parameters(self, values: Values) -> Values | list[Any]:
        """Give the values as the driver wants them."""
        if self.fixed:
            values = self.fixed | values
        if self.kept:
            values = values | {name: keep(values[name]) for name, keep in self.kept.items()}
        return values if self.order is None else [values[name] for name in self.order]


class DriverStatement:
    """A statement whose rows come out as the driver has them."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | UpdateBase) -> None:
        self.statement = statement
        self._written: dict[str, Written] = {}

    def run(self, connection: Connection, values: Values) -> DBAPICursor:
        """Execute it. The driver's own errors are raised."""
        written = self._written.get(connection.dialect.name) or self._write(connection)
        cursor: DBAPICursor = driver_of(connection).execute(written.sql, written.parameters(values))
        return cursor

    def _write(self, connection: Connection) -> Written:
        dialect = connection.dialect
        compiled = self.statement.compile(dialect=dialect)
        order = tuple(compiled.positiontup) if compiled.positiontup is not None else None
        kept = {name: keep for name, bind in compiled.binds.items() if (keep := bind.type.dialect_impl(dialect).bind_processor(dialect))}
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._written[dialect.name] = Written(str(compiled), order, kept, fixed)
        return self._written[dialect.name]


def driver_of(connection: Connection) -> Any:
    """Give the driver's connection beneath one of SQLAlchemy's."""
    return connection.connection.dbapi_connection
