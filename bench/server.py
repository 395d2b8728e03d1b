"""A gunicorn to be measured: started with the settings of production, its CPU read from /proc."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKERS = 2
START_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")
BASE_URL = "https://hotline.example"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - signs only this bench


def environment(folder: Path) -> dict[str, str]:
    """Give the settings of a service of its own: the shipped menus, and a new database in a folder."""
    return {
        **os.environ,
        "BASE_URL": BASE_URL,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "SECRET_KEY": "only for the bench, no call is real",
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "MENUS": str(ROOT / "menus"),
    }


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its port."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """Add up what the server's processes have used so far."""
        return sum(_cpu_seconds(pid) for pid in _tree(self.pid))


@contextmanager
def serve(application: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Run an application under gunicorn; its output goes to a file in the folder."""
    port = _free_port()
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


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _tree(int(child))


def _cpu_seconds(pid: int) -> float:
    # the name, in brackets, may hold blanks; user and system time are fields 14 and 15
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
