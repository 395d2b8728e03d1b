"""A carrier with recordings, and a worker that keeps them in a folder of ours."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.service.jobs import A_DAY, Worker
from ivr.service.notices import Notices
from ivr.service.recordings import FETCH, Recordings
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.carrier import Carrier, read_given
from ivr.simulator.office.recordings import Recording as Tape
from ivr.simulator.rest.api import RestApi
from ivr.simulator.sound import wav
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Job, Recording
from ivr.storage.vault import Vault
from tests.recordings.carrier import archive_at
from tests.web.server.beside import NoApplication

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECRET = "a secret for tests"
SPOKEN = b"my password is Quillfeather " * 1000
SECONDS = 12


@dataclass
class Hotline:
    """A carrier, what we know of its recordings, the worker that fetches them and the folder it keeps them in."""

    exchange: Exchange
    store: Store
    worker: Worker
    recordings: Recordings
    vault: Vault
    folder: Path

    def records(self, seconds: int = SECONDS, said: int | None = None) -> Tape:
        """Have a caller recorded, and be told that it is ready, maybe as of another length."""
        tape = self.exchange.office.recordings.start("RecordVerb", self.exchange.account.sid, None, call="CA1")
        tape.sounds.append((0.5, SPOKEN))
        tape.kept, tape.status = float(seconds), "completed"
        self.told(tape, RecordingDuration=str(seconds if said is None else said))
        return tape

    def told(self, tape: Tape, **facts: str) -> None:
        known = {"RecordingSid": tape.sid, "RecordingUrl": tape.url, "RecordingStatus": tape.status, "RecordingDuration": "0"}
        Notices(self.store, self.exchange.clock.now, fetches=True).recording("CA1", known | facts)

    def works(self, times: int = 1, seconds: float = 60) -> None:
        for _ in range(times):
            self.worker.work()
            self.exchange.clock.advance(seconds)

    def kept(self, tape: Tape) -> Recording:
        with self.store.unit() as unit:
            found = unit.recording(tape.sid)
        assert found
        return found

    def sound(self, tape: Tape) -> bytes:
        return b"".join(self.vault.open(tape.sid))

    @property
    def parked(self) -> list[tuple[Job, str]]:
        with self.store.unit() as unit:
            return unit.parked_jobs()

    @property
    def files(self) -> list[Path]:
        return [file for file in self.folder.rglob("*") if file.is_file()]


def sound_of(tape: Tape) -> bytes:
    """Give the file that the carrier has."""
    return wav.write(wav.lay(tape.kept, tape.sounds))


@pytest.fixture
def begin(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[..., Hotline]]:
    caplog.set_level(logging.CRITICAL)
    with ExitStack() as begun:

        def make(*given: str, clears: bool = False) -> Hotline:
            usual = Carrier()
            for each in given:
                usual = read_given(each, usual) or usual
            clock, account = Clock(NOW), Account("AC" + "1" * 32, "primary")
            exchange = Exchange(clock, NoApplication(), account, carrier=usual)
            store = begun.enter_context(closing(open_store("sqlite:///:memory:", SECRET)))
            vault = Vault(tmp_path / "kept", SECRET)
            recordings = Recordings(store, archive_at(account, RestApi(exchange)), vault, clock.now, clears)
            worker = Worker(store, recordings.doers(), clock.now, attempts={FETCH: A_DAY})
            return Hotline(exchange, store, worker, recordings, vault, tmp_path / "kept")

        yield make
