"""Bring a database to the tables of this program. Apart from the store, so that answering calls never loads Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext

from ivr.storage import open_database, read_url
from ivr.storage.sqlite import in_memory
from ivr.storage.tables import SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str) -> None:
    """Run the migrations that a database still lacks, all or none; what is missing around it is made.

    A database in memory has none to run, and one that a later program has migrated lacks none.
    """
    where = read_url(url)
    if in_memory(where):
        return
    database = open_database(where, durable=True)
    try:
        with database.migration() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            if (MigrationContext.configure(connection).get_current_revision() or "") <= SCHEMA:
                command.upgrade(config, "head")
    finally:
        database.close()
