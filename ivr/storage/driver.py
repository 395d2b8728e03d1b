"""The few statements of every turn, put to the database's driver itself.

SQLAlchemy writes them, once for each kind of database; running them through it would cost a turn more than the database does.
"""

from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.dml import UpdateBase


class DriverStatement:
    """A statement without typed values: what goes in and comes out is as the driver has it."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | UpdateBase) -> None:
        self.statement = statement
        self._written: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, connection: Connection, values: dict[str, Any]) -> DBAPICursor:
        """Execute it. The driver's own errors are raised."""
        sql, order = self._written.get(connection.dialect.name) or self._write(connection)
        parameters = values if order is None else [values[name] for name in order]
        cursor: DBAPICursor = driver_of(connection).execute(sql, parameters)
        return cursor

    def _write(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        compiled = self.statement.compile(dialect=connection.dialect)
        order = tuple(compiled.positiontup) if compiled.positiontup is not None else None
        self._written[connection.dialect.name] = str(compiled), order
        return self._written[connection.dialect.name]


def driver_of(connection: Connection) -> Any:
    """Give the driver's connection beneath one of SQLAlchemy's."""
    return connection.connection.dbapi_connection
