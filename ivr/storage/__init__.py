"""Where calls are kept between turns. `open_store` gives a Store; `schema.migrate` prepares its database."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ivr.errors import StorageError
from ivr.storage.base import Store
from ivr.storage.database import Database
from ivr.storage.postgres import open_postgres
from ivr.storage.sealed import Numbers
from ivr.storage.sqlite import in_memory, open_sqlite
from ivr.storage.store import SqlStore

SQLITE, POSTGRESQL = "sqlite", "postgresql"
EXAMPLES = "sqlite:///path/to/file.db or postgresql://user:password@host/database"


def open_store(url: str, secret: str, *, durable: bool = False) -> Store:
    """Open the store at a database URL; nothing is connected before it is needed.

    A database must be migrated first; `sqlite:///:memory:` is made empty and ready, and lives until it is closed.
    `durable` is for SQLite: of PostgreSQL the server decides how durable a commit is.
    """
    where = read_url(url)
    store = SqlStore(open_database(where, durable), Numbers(secret))
    if in_memory(where):
        store.create_tables()
    return store


def open_database(url: URL, durable: bool) -> Database:
    """Prepare connections to the database at a URL."""
    return open_postgres(url) if url.get_backend_name() == POSTGRESQL else open_sqlite(url, durable)


def read_url(url: str) -> URL:
    """Read a database URL. Raises StorageError for one that no store answers to; it does not repeat a password."""
    try:
        where = make_url(url)
    except (ArgumentError, ValueError):
        raise StorageError(f"the database URL cannot be read: write {EXAMPLES}") from None
    if where.get_backend_name() not in (SQLITE, POSTGRESQL):
        raise StorageError(f'no store for "{where.get_backend_name()}": write the database URL as {EXAMPLES}')
    return where
