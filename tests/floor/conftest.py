"""A talk that is on, and what may be done in it; and what a soak of the written calls has tried."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from ivr.service.talks import Talks
from ivr.storage import open_store
from ivr.storage.base import Store
from tests.floor.talking import NOW, SECRET, begin_talk
from tests.settled import COUNTS, SOAK


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand on what one process of several has played."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["played"] = dict(COUNTS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    COUNTS.update(getattr(node, "workeroutput", {}).get("played", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if SOAK:
        terminalreporter.write_line(f"the floor: {', '.join(f'{count:,} {what}' for what, count in COUNTS.items())}")


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("sqlite:///:memory:", SECRET)
    begin_talk(store)
    yield store
    store.close()


@pytest.fixture
def talks(store: Store) -> Talks:
    return Talks(store, lambda: NOW, Random(1).randrange)
