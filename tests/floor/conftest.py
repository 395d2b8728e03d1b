"""A talk that is on, and what may be done in it."""

from collections.abc import Iterator
from random import Random

import pytest

from ivr.service.talks import Talks
from ivr.storage import open_store
from ivr.storage.base import Store
from tests.floor.talking import NOW, SECRET, begin_talk


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("sqlite:///:memory:", SECRET)
    begin_talk(store)
    yield store
    store.close()


@pytest.fixture
def talks(store: Store) -> Talks:
    return Talks(store, lambda: NOW, Random(1).randrange)
