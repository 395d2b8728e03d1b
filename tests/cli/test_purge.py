"""`ivr purge`: says what would go, deletes it a little at a time, may be killed and run again; the worker does the same by itself."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import NullPool, create_engine

from ivr.app import utc_now
from ivr.cli.purge import purge
from ivr.storage import open_store, read_url
from ivr.storage.records import CallRow

MENUS = Path(__file__).parents[1] / "service" / "menus"
SECRET = "a secret key for tests"
DAYS = 30
OLD, YOUNG = 200, 3
WAIT_SECONDS = 60


@pytest.fixture
def menus(tmp_path: Path) -> Path:
    """The small hotline, which keeps calls for thirty days."""
    folder = shutil.copytree(MENUS, tmp_path / "menus")
    with_days = (MENUS / "hotline.yaml").read_text(encoding="utf-8").replace("\nfacts:\n", f'\nfacts:\n  days_call: "{DAYS}"\n')
    (folder / "hotline.yaml").write_text(with_days, encoding="utf-8")
    return folder


@dataclass
class Place:
    """An installation whose database has many calls that are over, and some that are not."""

    url: str
    settings: dict[str, str]

    def fill(self) -> None:
        now = utc_now()
        with closing(open_store(self.url, SECRET)) as store, store.unit() as unit:
            for number in range(OLD + YOUNG):
                closed = now - timedelta(days=DAYS, hours=1 if number < OLD else -1)
                unit.start_call(CallRow(f"CA{number}", 1, "v1", "{}", "", "carol", "", "+15559990000", closed), "[]")
                unit.close_call(f"CA{number}", closed, "{}", "[]", "silent")

    def left(self) -> tuple[int, int]:
        """Count calls, and turns in the journal."""
        with create_engine(read_url(self.url), poolclass=NullPool).connect() as connection:
            (counted,) = connection.exec_driver_sql("SELECT (SELECT count(*) FROM calls), (SELECT count(*) FROM journal)")
        return counted[0], counted[1]

    def purge(self, *options: str) -> str:
        result = CliRunner(env=self.settings).invoke(purge, options)
        assert result.exit_code == 0, result.output
        return result.stdout

    @contextmanager
    def running(self, command: str) -> "Iterator[subprocess.Popen[bytes]]":
        process = subprocess.Popen([sys.executable, "-m", "ivr", command], env=os.environ | self.settings)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def place(menus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Place]:
    monkeypatch.chdir(tmp_path)

    def make(url: str) -> Place:
        named = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "MENUS": str(menus), "BASE_URL": "https://x.example"}
        made = Place(url, named | {"TWILIO_AUTH_TOKEN": "0123456789abcdef"})
        made.fill()
        return made

    return make


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_killed_in_the_middle_it_leaves_whole_calls_and_the_next_deletes_the_rest(place, file_url):
    here = place(file_url)
    assert here.purge("--dry-run") == f"Would be deleted:\n{2 * OLD:>10,} journal\n{OLD:>10,} calls\n"
    assert here.left() == (OLD + YOUNG, 2 * (OLD + YOUNG)), "nothing was deleted"
    with here.running("purge") as first:
        wait_until(lambda: here.left()[0] < OLD + YOUNG)
        first.send_signal(signal.SIGKILL)
    calls, turns = here.left()
    assert YOUNG < calls < OLD + YOUNG
    assert turns == 2 * calls
    assert here.purge() == f"Deleted:\n{2 * (calls - YOUNG):>10,} journal\n{calls - YOUNG:>10,} calls\n"
    assert here.purge() == "Deleted: nothing.\n"
    assert here.left() == (YOUNG, 2 * YOUNG)


def test_the_worker_deletes_it_unasked(place, postgres_url):
    here = place(postgres_url)
    with here.running("worker") as worker:
        wait_until(lambda: here.left() == (YOUNG, 2 * YOUNG))
        assert worker.poll() is None


def test_menus_that_say_nothing_of_it_delete_nothing(place, file_url, menus):
    here = place(file_url)
    shutil.copy(MENUS / "hotline.yaml", menus)
    result = CliRunner(env=here.settings).invoke(purge)
    assert result.exit_code == 2
    assert "write days_call under facts in" in result.stderr
    assert here.left()[0] == OLD + YOUNG
