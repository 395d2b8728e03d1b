"""Bring a database to the tables of this program. Apart from the store, so that answering calls never loads Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from ivr.storage import read_url
from ivr.storage.connections import BEGIN, in_memory, open_connections

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_MILLISECONDS = 5000
"""A migration is in no hurry: another one, or a busy line, may be writing."""


def migrate(url: str) -> None:
    """Run the migrations that a database still lacks, all or none; its folder is made if need be.

    A database in memory has none to run.
    """
    where = read_url(url)
    if in_memory(where):
        return
    Path(str(where.database)).parent.mkdir(parents=True, exist_ok=True)
    connections = open_connections(where, durable=True)
    try:
        with connections.lend() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
            connection.exec_driver_sql(BEGIN)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except BaseException:
                connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")
    finally:
        connections.close()
