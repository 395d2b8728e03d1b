"""A backup made while callers talk, by the commands of docs/operations.md, and what they hear when it is restored."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RING, ENTERED = ("/voice/incoming", {}), ("action", {"Digits": "20260703", "FinishedOnKey": "#"})
QUESTION = "Enter the order number, then press pound."
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SETTINGS = {"TWILIO_AUTH_TOKEN": "0123456789abcdef", "SECRET_KEY": "a secret key for tests", "BASE_URL": "https://hotline.example"}


def key(digit: str) -> tuple[str, dict[str, str]]:
    return ("action", {"Digits": digit})


@dataclass
class Operator:
    """Somebody who types the page's commands about one database, the first of which makes a backup and the others restore it."""

    database: str
    url: str
    folder: Path
    tools: list[Path] = field(default_factory=list)

    def back_up(self) -> None:
        self._type(self._commands()[:1])

    def restore(self) -> None:
        self._type(self._commands()[1:])

    def _commands(self) -> list[str]:
        page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
        (about,) = re.findall(rf"^\*\*{self.database}\*\*(.*?)^\*\*", page.replace(".**", "**"), re.MULTILINE | re.DOTALL)
        return re.findall(r"^\$ (.*)$", about, re.MULTILINE)

    def _type(self, lines: list[str]) -> None:
        assert lines
        path = os.pathsep.join(map(str, [Path(sys.executable).parent, *self.tools, os.environ["PATH"]]))
        for line in lines:
            subprocess.run(["sh", "-c", line], cwd=self.folder, env=SETTINGS | {"PATH": path, "DATABASE_URL": self.url}, check=True)


@pytest.fixture
def sqlite(migrated, tmp_path):
    (tmp_path / "var").mkdir()
    shutil.copy(migrated, tmp_path / "var" / "ivr.db")
    return Operator("SQLite", f"sqlite:///{tmp_path}/var/ivr.db", tmp_path)


@pytest.fixture
def postgresql(postgres, postgres_url, tmp_path):
    return Operator("PostgreSQL", postgres_url, tmp_path, [postgres.binaries])


@pytest.fixture(params=["sqlite", "postgresql"])
def operator(request):
    return request.getfixturevalue(request.param)


def ticket_of(call) -> str:
    """Give the reference that a caller hears, as digits."""
    spoken = re.findall(r"[a-z]+", call.last.words.partition("reference is ")[2].partition(".")[0])
    return "".join(str(DIGITS.index(word)) for word in spoken)


def test_who_talks_on_is_asked_again_and_nothing_promised_before_the_backup_is_lost(begin, operator):
    before = begin(operator.url)
    talks = before.carrier(sid="CAtalks").walks(RING, key("1"))
    first = ticket_of(before.carrier(sid="CAfirst").walks(RING, key("4")))
    operator.back_up()
    talks.walks(ENTERED)
    rings_later = before.carrier(sid="CAlater").walks(RING, key("4"))
    second = ticket_of(rings_later)
    before.store.close()
    operator.restore()

    after = begin(operator.url)
    for call in (talks, rings_later):
        call.app = after.app
    assert talks.goes("action", Digits="1").words.startswith(QUESTION)
    assert "two zero two six" in talks.walks(ENTERED).last.words
    assert rings_later.goes("action", Digits="1").words.startswith("Welcome.")
    with after.store.unit() as unit:
        assert unit.ticket(first) is not None
        assert unit.ticket(second) is None
    third = ticket_of(after.carrier(sid="CAafter").walks(RING, key("4")))
    assert len({first, second, third}) == 3


def test_a_job_done_after_the_backup_is_done_again_and_does_no_harm(begin, operator):
    before = begin(operator.url)
    before.carrier(sid="CAgone").walks(RING, key("5"), ENTERED).ask("/voice/status", CallStatus="completed", SequenceNumber="1")
    operator.back_up()
    before.clock.advance(16)
    before.application.tick()
    with before.store.unit() as unit:
        closed = unit.journal("CAgone")
    before.store.close()
    operator.restore()

    after = begin(operator.url)
    for _ in range(2):
        after.application.tick()
    with after.store.unit() as unit:
        assert unit.journal("CAgone") == closed
    assert after.store.read_call("CAgone").closed_at is not None


def test_a_backup_of_a_database_that_is_not_there_fails_and_leaves_nothing(sqlite, capfd):
    (sqlite.folder / "var" / "ivr.db").unlink()
    with pytest.raises(subprocess.CalledProcessError):
        sqlite.back_up()
    assert "unable to open database file" in capfd.readouterr().err
    assert [*sqlite.folder.rglob("*.db")] == []


def test_a_later_backup_stands_beside_the_first(sqlite):
    sqlite.back_up()
    (first,) = sqlite.folder.glob("*.db")
    first.rename(first.with_name("ivr-2026-01-01-000000.db"))
    sqlite.back_up()
    assert len([*sqlite.folder.glob("*.db")]) == 2
