"""The small hotline under the real server: gunicorn with two workers, on a file database."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from ivr.cli.serve import LOCAL, gunicorn_arguments

MENUS = Path(__file__).parents[2] / "service" / "menus"
TOKEN = "12345"
DEADLINE_SECONDS = 30


@dataclass
class Server:
    """A running server, its database and all that its processes have written."""

    url: str
    file: Path
    log: Path
    master: "subprocess.Popen[bytes]"

    menus: Path = MENUS

    def workers(self) -> set[int]:
        listed = subprocess.run(["pgrep", "-P", str(self.master.pid)], capture_output=True, text=True, check=False).stdout
        return {int(pid) for pid in listed.split()}

    def journal(self) -> list[tuple[str, int]]:
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute("SELECT sid, turn FROM journal ORDER BY 1, 2").fetchall()

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


@pytest.fixture
def server(migrated: Path, tmp_path: Path) -> Iterator[Server]:
    file = tmp_path / "calls.db"
    shutil.copy(migrated, file)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    settings = {"BASE_URL": f"http://{bind}", "DATABASE_URL": f"sqlite:///{file}", "MENUS": str(MENUS)}
    secrets = {"TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": "a secret key for tests", "METRICS_TOKEN": TOKEN, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "gunicorn", *gunicorn_arguments(bind, 2), LOCAL]
    with (tmp_path / "log").open("wb") as log:
        master = subprocess.Popen(command, env=os.environ | settings | secrets, stdout=log, stderr=log)
    running = Server(f"http://{bind}", file, tmp_path / "log", master)
    try:
        running.wait_until(running.is_ready)
        yield running
    finally:
        master.terminate()
        master.wait(DEADLINE_SECONDS)
