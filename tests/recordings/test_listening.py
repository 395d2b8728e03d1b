"""`ivr recordings`: a supervisor finds what was recorded, opens one, and is seen to have; what cannot be opened is told in plain words."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Recording, Ticket
from ivr.storage.schema import migrate
from ivr.storage.vault import Vault

SECRET, NUMBER = "a secret key for tests", "+8613800138000"
SOUND = b"a sound" * 1000
CALL, ONE, TWO = "CA" + "1" * 32, "RE" + "1" * 32, "RE" + "2" * 32
ABSENT, FAILED = "RE" + "3" * 32, "RE" + "4" * 32


@dataclass
class Archive:
    """A call of which something was recorded, with a ticket."""

    store: Store
    folder: Path
    ticket: str

    def keep(self, sid: str, status: str = "completed", sound: bytes = b"", call: str = CALL) -> None:
        digest = Vault(self.folder, SECRET).keep(sid, [sound]) if sound else ""
        with self.store.unit() as unit:
            unit.keep_recording(Recording(sid, call, "", 9 if status == "completed" else 0, status, 2))
            unit.keep_sound(sid, digest)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    where = f"sqlite:///{tmp_path}/calls.db"
    migrate(where)
    settings = {"TWILIO_AUTH_TOKEN": "0123456789abcdef", "SECRET_KEY": SECRET, "BASE_URL": "https://hotline.example", "USER": "sol"}
    settings |= {"DATABASE_URL": where, "TWILIO_ACCOUNT_SID": "AC1", "RECORDINGS": str(tmp_path / "kept")}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    with closing(open_store(where, SECRET)) as store:
        with store.unit() as unit:
            ticket = Ticket("voicemail", "", CALL, "carol", "", "en", datetime(2026, 3, 2, tzinfo=UTC), "key")
            opened, _ = unit.open_ticket(ticket, iter(["2745196038"]).__next__)
        yield Archive(store, tmp_path / "kept", opened.number)


def recordings(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["recordings", *arguments])


def test_what_was_recorded_is_listed_by_call_and_by_ticket(archive: Archive) -> None:
    archive.keep(ONE, sound=SOUND)
    archive.keep(TWO)
    archive.keep(ABSENT, "absent")
    archive.keep(FAILED, "failed")
    archive.keep("RE" + "6" * 32, sound=SOUND, call="CA2")
    told = recordings(CALL).stdout
    assert told.splitlines() == [
        f"{ONE}      9 s  kept",
        f"{TWO}      9 s  at the carrier",
        f"{ABSENT}      0 s  nothing was recorded: too short, or silent",
        f"{FAILED}      0 s  the carrier failed to record it",
    ]
    assert recordings(archive.ticket).stdout == told
    assert recordings(TWO).stdout == f"{TWO}      9 s  at the carrier\n"


@pytest.mark.parametrize("name", ["the call", "the ticket", "the recording"])
def test_one_is_opened_and_it_is_seen_who_heard_it(archive: Archive, tmp_path: Path, name: str) -> None:
    archive.keep(ONE, sound=SOUND)
    named = {"the call": CALL, "the ticket": archive.ticket, "the recording": ONE}[name]
    told = recordings(named, "--out", "talk.wav")
    assert (told.exit_code, told.stdout.startswith(f"{ONE} is in talk.wav.")) == (0, True), told.output
    file = tmp_path / "talk.wav"
    assert file.read_bytes() == SOUND
    assert file.stat().st_mode & 0o077 == 0
    recordings(named, "--out", "again.wav", "--by", "ana")
    listed = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "then", recordings(CALL).stdout)
    assert [line.strip() for line in listed.splitlines()[1:]] == ["heard then UTC by sol", "heard then UTC by ana"]
    with archive.store.unit() as unit:
        assert NUMBER not in str(unit.notes(ONE, "heard"))


def tampered(archive: Archive, folder: Path) -> None:
    (file,) = (each for each in archive.folder.rglob("*") if each.is_file())
    file.write_bytes(file.read_bytes()[:-1] + b"x")


def another(archive: Archive, folder: Path) -> None:
    Vault(archive.folder, SECRET).keep(ONE, [b"something else, sealed with our key"])


def gone(archive: Archive, folder: Path) -> None:
    Vault(archive.folder, SECRET).forget(ONE)


def there(archive: Archive, folder: Path) -> None:
    (folder / "talk.wav").write_text("something of ours")


SPOILT: dict[str, tuple[Callable[[Archive, Path], None], str]] = {
    "a byte was changed": (tampered, "its file does not open: it was changed, or the secret key is not"),
    "another was put in its place": (another, "its file opens, and is not what was kept"),
    "it is not in the folder": (gone, "cannot be read: No such file or directory"),
    "the file is there already": (there, "talk.wav cannot be written: File exists. Name a file that is not there yet."),
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_does_not_open_leaves_no_file_and_is_told(archive: Archive, tmp_path: Path, case: str) -> None:
    spoil, why = SPOILT[case]
    archive.keep(ONE, sound=SOUND)
    spoil(archive, tmp_path)
    told = recordings(ONE, "--out", "talk.wav")
    assert (told.exit_code, why in told.stderr) == (2, True), told.output
    assert [file.read_text() for file in tmp_path.glob("*.wav")] == (["something of ours"] if case == "the file is there already" else [])


def test_of_several_one_has_to_be_named(archive: Archive) -> None:
    archive.keep(ONE, sound=SOUND)
    archive.keep(TWO, sound=SOUND)
    told = recordings(CALL, "--out", "talk.wav")
    assert (told.exit_code, f"one can be opened at a time: {ONE}, {TWO}." in told.stderr) == (2, True)


def test_one_that_is_not_here_is_told_where_it_is(archive: Archive) -> None:
    archive.keep(TWO)
    archive.keep(ABSENT, "absent")
    told = recordings(CALL, "--out", "talk.wav").stderr
    assert f"{TWO} is not kept here: at the carrier; {ABSENT} is not kept here: nothing was recorded: too short, or silent." in told


def test_a_name_of_nothing_is_told(archive: Archive) -> None:
    told = recordings("RE9")
    assert (told.exit_code, told.stderr) == (
        2,
        "Cannot do this: there is no recording of RE9. Name a call, a ticket or a recording; what is over is deleted.\n",
    )


def test_without_a_folder_nothing_opens(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.keep(ONE, sound=SOUND)
    monkeypatch.setenv("RECORDINGS", "")
    assert "RECORDINGS is not set." in recordings(ONE, "--out", "talk.wav").stderr
    assert recordings(ONE).stdout == f"{ONE}      9 s  kept\n"
