"""What all tests share: how many examples a property is tried with, and parts of the machine that a test needs."""

import logging
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from ivr.storage.columns import metadata
from ivr.storage.schema import migrate
from tools.postgres import Postgres, execute

EXAMPLES = {"default": 100, "ci": 300, "soak": 20_000}
"""How often a property is tried, by HYPOTHESIS_PROFILE. A test with a number of its own keeps it in every profile."""

PARTS = Path(__file__).parent.parent / ".ci" / "parts"

for _name, _examples in EXAMPLES.items():
    settings.register_profile(_name, max_examples=_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected outputs anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command that a test runs says for its whole process what is logged."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update", default=False))


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """The seed that pytest-randomly prints; `--randomly-seed=N` chooses the same again."""
    return int(pytestconfig.getoption("randomly_seed", 0))


@pytest.fixture(scope="session")
def need() -> Callable[[str], None]:
    """Skip a test on a machine without a part listed in .ci/parts."""

    def ask(part: str) -> None:
        if not _is_here(part):
            missing(part, "`make system` installs it or names it.")

    return ask


def missing(part: str, help: str) -> NoReturn:
    """Skip a test for want of a part, loudly; with CI=true that is an error."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing, and CI=true skips nothing: {help}")
    pytest.skip(f"MISSING: {part}. {help}")


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """A migrated database file."""
    where = f"sqlite:///{tmp_path}/calls.db"
    migrate(where)
    return where


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests of a run, with nothing to survive a loss of power for."""
    try:
        server = Postgres(["fsync=off"])
    except (OSError, RuntimeError) as error:
        missing("PostgreSQL", str(error))
    yield server
    server.close()


@pytest.fixture(scope="session")
def _migrated_postgres(postgres: Postgres) -> str:
    postgres.execute("CREATE DATABASE tests")
    migrate(postgres.url("tests"))
    return postgres.url("tests")


@pytest.fixture
def postgres_url(_migrated_postgres: str) -> str:
    """A migrated database without rows: emptying it is far quicker than making one."""
    execute(_migrated_postgres, ";".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)))
    return _migrated_postgres


@cache
def _is_here(part: str) -> bool:
    checks = dict(line.split(maxsplit=1) for line in PARTS.read_text().splitlines() if line and not line.startswith("#"))
    return subprocess.run(["sh", "-c", checks[part]], capture_output=True, check=False).returncode == 0
