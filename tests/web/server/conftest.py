"""The small hotline under the real server: gunicorn with two workers, on a database of either kind."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import NullPool, create_engine

from ivr.cli.ports import free_port
from ivr.cli.serve import LOCAL, gunicorn_arguments
from ivr.storage import read_url
from ivr.storage.columns import metadata
from tests.web.server.searched import Left

ROOT = Path(__file__).parents[3]
MENUS = ROOT / "tests" / "service" / "menus"
TOKEN = "0123456789abcdef"
DEADLINE_SECONDS = 30
STOP_SECONDS = 45
"""More than the 30 s after which gunicorn kills a worker that was asked to stop before it could listen for that."""


@dataclass
class Server:
    """A running server, what it was started with, its folder and all that its processes have written there."""

    url: str
    settings: dict[str, str]
    folder: Path
    master: "subprocess.Popen[bytes]"

    @property
    def file(self) -> Path:
        return self.folder / "calls.db"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def workers(self) -> set[int]:
        listed = subprocess.run(["pgrep", "-P", str(self.master.pid)], capture_output=True, text=True, check=False).stdout
        return {int(pid) for pid in listed.split()}

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask or tell the database something, as any other program would."""
        with create_engine(read_url(self.settings["DATABASE_URL"]), poolclass=NullPool).begin() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []

    def due_now(self) -> None:
        """Let the time until calls are closed pass at once."""
        self.rows("UPDATE jobs SET due_at = '2026-01-01 00:00:00.000000'")

    def journal(self) -> list[tuple[str, int]]:
        return self.rows("SELECT sid, turn FROM journal ORDER BY 1, 2")

    def is_ready(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/health/ready", timeout=2).status_code == 200
        except httpx2.HTTPError:
            return False

    def wait_until(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + DEADLINE_SECONDS
        while not holds():
            assert self.master.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.02)


@pytest.fixture(scope="session")
def running() -> Callable[..., AbstractContextManager[Server]]:
    """Start a server, to run for as long as its context."""
    return run


@pytest.fixture(scope="session")
def starting() -> Callable[..., AbstractContextManager[Server]]:
    """Start a server, and do not wait until it is ready."""
    return begin


@contextmanager
def run(folder: Path, database: str, program: Path = ROOT, port: int = 0, **changes: str) -> Iterator[Server]:
    """Start a server and wait until it is ready."""
    with begin(folder, database, program, port, **changes) as server:
        server.wait_until(server.is_ready)
        yield server


@contextmanager
def begin(folder: Path, database: str, program: Path = ROOT, port: int = 0, **changes: str) -> Iterator[Server]:
    """Start a server on a migrated database, as this program or a copy of it; all it writes is in the folder."""
    bind = f"127.0.0.1:{port or free_port()}"
    settings = {"BASE_URL": f"http://{bind}", "DATABASE_URL": database, "MENUS": str(MENUS), "TMPDIR": str(folder)}
    secrets = {"TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": "a secret key for tests", "METRICS_TOKEN": TOKEN}
    settings = os.environ | settings | secrets | changes
    command = [sys.executable, "-m", "gunicorn", *gunicorn_arguments(bind, 2), "--config", str(program / "ivr/gunicorn.py"), LOCAL]
    with (folder / "log").open("wb") as log:
        master = subprocess.Popen(command, cwd=program, env=settings, stdout=log, stderr=log)
    server = Server(f"http://{bind}", settings, folder, master)
    try:
        yield server
    finally:
        master.terminate()
        master.wait(STOP_SECONDS)


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    shutil.copy(migrated, tmp_path / "calls.db")
    return f"sqlite:///{tmp_path / 'calls.db'}"


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path) -> Iterator[Server]:
    with run(tmp_path, sqlite_url) as server:
        yield server


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A migrated database of each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def start(database: str, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers on one database of either kind, with other settings, or a copy of the program in a folder of its own."""
    with ExitStack() as begun:

        def begin(program: Path = ROOT, port: int = 0, **changes: str) -> Server:
            folder = tmp_path if program == ROOT else program
            return begun.enter_context(run(folder, database, program, port, **changes))

        yield begin


@pytest.fixture
def work() -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start workers beside a server; those that still live are stopped in the end."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(server: Server, *options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "ivr", "worker", *options]
        with (server.folder / f"worker{len(begun)}").open("wb") as log:
            begun.append(subprocess.Popen(command, env=server.settings, stdout=log, stderr=log))
        return begun[-1]

    yield start
    for each in begun:
        each.terminate()
        each.wait(DEADLINE_SECONDS)


@pytest.fixture
def left(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Left]:
    def of(server) -> Left:
        folders = [tmp_path]
        if database.startswith("postgresql"):
            server.rows("CHECKPOINT")
            folders.append(Path(str(request.getfixturevalue("postgres").execute("SHOW data_directory")[0][0])))
        pages = [
            httpx2.get(f"{server.url}{path}", headers={"Authorization": "Bearer 0123456789abcdef"}).text
            for path in ("/", "/metrics", "/health/ready")
        ]
        return Left(folders, lambda: "\n".join(str(server.rows(f"SELECT * FROM {table}")) for table in metadata.tables), pages)

    return of
