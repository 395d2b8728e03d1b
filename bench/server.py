"""A gunicorn to be measured: started with the settings of production, its CPU and memory read from /proc."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ivr.cli.ports import free_port

ROOT = Path(__file__).parent.parent
WORKERS = 2
START_SECONDS = 120
"""Ten thousand nodes are compiled before the server answers."""
BASE_URL = "https://hotline.example"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - signs only this bench


def environment(folder: Path, database: str = "", menus: Path = ROOT / "menus") -> dict[str, str]:
    """Give the settings of a service of its own; without a database, a new SQLite file in the folder."""
    return {
        **os.environ,
        "BASE_URL": BASE_URL,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "SECRET_KEY": "only for the bench, no call is real",
        "DATABASE_URL": database or f"sqlite:///{folder}/bench.db",
        "MENUS": str(menus),
    }


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its port."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """Add up what the server's processes have used so far."""
        return cpu_seconds(self.pid)

    def megabytes(self) -> float:
        """Add up the memory of the server's processes; what they share counts once."""
        return sum(_kilobytes(pid) for pid in _tree(self.pid)) / 1024


def cpu_seconds(pid: int) -> float:
    """Add up what a process and its children have used so far; the scheduler counts in nanoseconds."""
    tasks = (task for process in _tree(pid) for task in Path(f"/proc/{process}/task").glob("*/schedstat"))
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def hotline(folder: Path, database: str = "", menus: Path = ROOT / "menus") -> Iterator[Server]:
    """Run the service on a migrated database; its output goes to a file in the folder."""
    folder.mkdir(exist_ok=True)
    settings = environment(folder, database, menus)
    migrate(settings)
    with serve("wsgi:app", folder, settings) as server:
        yield server


def migrate(settings: Mapping[str, str]) -> None:
    """Bring the database of these settings to the tables of this program."""
    subprocess.run([sys.executable, "-m", "ivr", "migrate"], cwd=ROOT, env=dict(settings), check=True, capture_output=True)


@contextmanager
def serve(application: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Run an application under gunicorn; its output goes to a file in the folder."""
    port = free_port()
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command = [sys.executable, "-m", "gunicorn", "--config", "ivr/gunicorn.py", *bind, application]
    log = folder / f"{application.partition(':')[0]}.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=dict(settings), stdout=out, stderr=out)  # noqa: S603
        try:
            _wait_for(port, process, log)
            yield Server(process.pid, port)
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _tree(int(child))


def _kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
