"""Migrations, and that a database is what the program asks for."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Inspector, create_engine, inspect
from sqlalchemy.pool import NullPool

from ivr.errors import StorageError
from ivr.storage import (
    open_store,
    read_url,
)
from ivr.storage.base import Store
from ivr.storage.columns import metadata
from ivr.storage.postgres import LOCK_FOR_MIGRATION_SECONDS
from ivr.storage.schema import MIGRATIONS, migrate
from ivr.storage.sqlite import open_sqlite
from ivr.storage.tables import SCHEMA
from tools.postgres import Postgres


def layout(path: Path) -> set[tuple[str, ...]]:
    """Read all tables and indexes as they were declared, whatever the white space; not Alembic's own."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'alembic_version'")
        return {tuple("".join(str(part).split()) for part in row) for row in rows}


@pytest.mark.parametrize("database", ["connection", "postgres_connection"])
def test_migrations_make_the_tables_of_the_program(database: str, request: pytest.FixtureRequest) -> None:
    assert compare_metadata(MigrationContext.configure(request.getfixturevalue(database)), metadata) == []


def test_migrations_make_them_to_the_letter(url: str, tmp_path: Path) -> None:
    metadata.create_all(create_engine(f"sqlite:///{tmp_path}/made.db", poolclass=NullPool))
    assert layout(tmp_path / "calls.db") == layout(tmp_path / "made.db")


def test_the_schema_the_program_asks_for_is_the_newest() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [SCHEMA]


def test_migrating_again_changes_nothing(url: str, tmp_path: Path) -> None:
    before = (tmp_path / "calls.db").read_bytes()
    migrate(url)
    assert (tmp_path / "calls.db").read_bytes() == before


def test_migrating_again_changes_nothing_in_postgresql_either(postgres_url: str, postgres_connection: Connection) -> None:
    written = "SELECT oid, relname, xmin FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid"
    before = postgres_connection.exec_driver_sql(written).all()
    migrate(postgres_url)
    assert postgres_connection.exec_driver_sql(written).all() == before


def test_two_migrations_at_once_are_one_after_the_other(postgres: Postgres) -> None:
    postgres.execute("CREATE DATABASE twice")
    url = postgres.url("twice")
    command = [sys.executable, "-c", f"from ivr.storage.schema import migrate; migrate({url!r})"]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    store = open_store(url, "secret")
    store.ready()
    store.close()


def test_a_migration_waits_for_another_that_takes_long(postgres: Postgres) -> None:
    postgres.execute("CREATE DATABASE patient")
    with ThreadPoolExecutor(1) as other, psycopg.connect(postgres.url("patient")) as first:
        first.execute("SELECT pg_advisory_xact_lock(hashtext('ivr migrate'))")
        second = other.submit(migrate, postgres.url("patient"))
        with pytest.raises(TimeoutError):
            second.result(LOCK_FOR_MIGRATION_SECONDS + 0.5)
        first.rollback()
        second.result()


def test_an_index_made_beforehand_is_left_as_it_is(postgres: Postgres) -> None:
    postgres.execute("CREATE DATABASE beforehand")
    url = postgres.url("beforehand")
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    with create_engine(read_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        for version, made in (("0002", 10), ("0009", 11), ("0012", 12)):
            upgrade(connection, version)
            tables = inspect(connection).get_table_names()
            lines = [line for line, table in re.findall(r"(CREATE INDEX CONCURRENTLY .* ON (\w+) .*;)", page) if table in tables]
            assert len([connection.exec_driver_sql(line) for line in lines]) == made
        migrate(url)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_makes_the_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/100%25/calls.db"
    migrate(url)
    open_store(url, "secret").ready()
    assert (tmp_path / "var" / "100%" / "calls.db").exists()


def test_a_migrated_store_is_ready_and_empty(store: Store) -> None:
    store.ready()
    assert store.latest_call() is None


def test_an_empty_database_is_not_ready(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="run `ivr migrate`"):
        open_store(f"sqlite:///{tmp_path}/empty.db", "secret").ready()


def test_a_database_that_a_later_program_has_migrated_is_ready_and_left_alone(url: str, connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    open_store(url, "secret").ready()
    migrate(url)
    assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "9999"


def test_a_database_that_lacks_a_migration_is_not_ready(url: str, connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    connection.commit()
    with pytest.raises(StorageError, match=f"at migration 0000, this program needs {SCHEMA}"):
        open_store(url, "secret").ready()


Rules = set[tuple[str, str]]


def given(database: Inspector) -> Rules:
    """List what statements can name: the columns of each table, and their types."""
    return {(table, f"{column['name']} {column['type']}") for table in database.get_table_names() for column in database.get_columns(table)}


def demanded(database: Inspector) -> Rules:
    """List what a row must obey: columns that have to be given, keys and what is unique."""
    found: Rules = set()
    for table in database.get_table_names():
        must = [column["name"] for column in database.get_columns(table) if not column["nullable"] and column["default"] is None]
        unique = [index["column_names"] for index in database.get_indexes(table) if index["unique"]]
        rules = (*must, *unique, *database.get_unique_constraints(table), *database.get_foreign_keys(table))
        found |= {(table, str(rule)) for rule in rules}
    return found


def wrongs(before: tuple[Rules, Rules], after: tuple[Rules, Rules]) -> Rules:
    """Tell what a program that knows the database as it was before would miss, or be refused for."""
    known = {table for table, _ in before[0]}
    return (before[0] - after[0]) | {rule for rule in after[1] - before[1] if rule[0] in known}


@pytest.fixture
def growing(tmp_path: Path) -> Callable[[Callable[[Connection], object]], Rules]:
    """Change a database that is empty at first, and tell what is wrong with the change."""
    engine = create_engine(f"sqlite:///{tmp_path}/growing.db", poolclass=NullPool)

    def seen() -> tuple[Rules, Rules]:
        return given(inspect(engine)), demanded(inspect(engine))

    def change(work: Callable[[Connection], object]) -> Rules:
        before = seen()
        with engine.begin() as connection:
            work(connection)
        return wrongs(before, seen())

    return change


def upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_a_migration_takes_nothing_from_the_program_before_it(growing: Callable[..., Rules]) -> None:
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
    assert revisions == sorted(revisions), "the program compares their names"
    assert len(revisions) > 1
    for revision in revisions:
        assert growing(lambda connection, to=revision: upgrade(connection, to)) == set(), revision


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("ALTER TABLE notices ADD COLUMN more TEXT", None),
        ("ALTER TABLE notices ADD COLUMN more TEXT NOT NULL DEFAULT ''", None),
        ("CREATE INDEX ix_more ON notices (at)", None),
        ("CREATE TABLE more (id INTEGER PRIMARY KEY, of TEXT NOT NULL UNIQUE)", None),
        ("CREATE UNIQUE INDEX uq_more ON notices (at)", "['at']"),
        ("ALTER TABLE notices DROP COLUMN data", "data TEXT"),
        ("ALTER TABLE notices RENAME COLUMN data TO body", "data TEXT"),
        ("DROP TABLE profiles", "language VARCHAR(100)"),
    ],
)
def test_a_change_that_would_take_something_is_found(growing: Callable[..., Rules], change: str, wrong: str | None) -> None:
    growing(lambda connection: upgrade(connection, "0001"))
    found = growing(lambda connection: connection.exec_driver_sql(change))
    assert wrong in {rule for _, rule in found} if wrong else found == set()


@pytest.mark.parametrize(("durable", "level"), [(False, 1), (True, 2)])
def test_durability_decides_whether_a_commit_waits_for_the_disk(url: str, durable: bool, level: int) -> None:
    with open_sqlite(read_url(url), durable).lend() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
