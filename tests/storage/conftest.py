"""A store of each kind, empty and ready, and the rows that tests put in it. A new backend is one more name here."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Callback, CallRow, Entry, Ticket

SECRET = "a secret for tests"
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def url(file_url: str) -> str:
    """A migrated database file."""
    return file_url


@pytest.fixture
def file_store(url: str) -> Iterator[Store]:
    store = open_store(url, SECRET)
    yield store
    store.close()


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        yield connection


@pytest.fixture
def postgres_connection(postgres_url: str) -> Iterator[Connection]:
    with create_engine(postgres_url, poolclass=NullPool).connect() as connection:
        yield connection


@pytest.fixture
def memory_url() -> str:
    return "sqlite:///:memory:"


@pytest.fixture(params=["memory_url", "url", "postgres_url"], ids=["memory", "file", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = open_store(request.getfixturevalue(request.param), SECRET)
    yield store
    store.close()


@pytest.fixture(params=["url", "postgres_url"], ids=["file", "postgresql"])
def shared_url(request: pytest.FixtureRequest) -> str:
    """A migrated database that several processes may open."""
    where: str = request.getfixturevalue(request.param)
    return where


@pytest.fixture
def call() -> Callable[..., CallRow]:
    def make(sid: str = "CA1", **changes: object) -> CallRow:
        row = {
            "turn": 1,
            "version": "v1",
            "state": '{"node": "main"}',
            "answer": "<Response/>",
            "caller_hash": "carol",
            "caller_sealed": "sealed carol",
            "called": "+15550009999",
            "started_at": NOW,
        }
        return CallRow(sid, **(row | changes))

    return make


@pytest.fixture
def entry() -> Callable[..., Entry]:
    def make(id: str, call_sid: str, arrived_at: datetime = NOW, *, queue: str = "refund", head_start: int = 0) -> Entry:
        return Entry(id, call_sid, queue, arrived_at, arrived_at - timedelta(seconds=head_start), "zh", "{}")

    return make


@pytest.fixture
def ticket() -> Callable[..., Ticket]:
    def make(key: str) -> Ticket:
        return Ticket("complaint", "privacy", "CA1", "carol", "they called me", "en", NOW, key)

    return make


@pytest.fixture
def callback() -> Callable[..., Callback]:
    def make(key: str) -> Callback:
        return Callback("CA1", "carol", "sealed carol", "refund", NOW, NOW, NOW, key)

    return make
