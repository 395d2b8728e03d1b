"""Recordings are deleted at the simulated carrier through Twilio's own client, whatever becomes of the answers."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from twilio.rest import Client

from ivr.outside.recordings import Media, TwilioArchive
from ivr.service.jobs import MOST_ATTEMPTS, Worker
from ivr.service.recordings import ERASE, Recordings
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.carrier import Carrier, read_given
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Recording
from tests.web.server.beside import NoApplication

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DELETING = "/*/Recordings/*.json"


@dataclass
class Archive:
    """A carrier with one recording, that we know of, and the worker that is to delete it."""

    exchange: Exchange
    store: Store
    worker: Worker
    sid: str

    @property
    def left(self) -> tuple[bool, bool]:
        """Tell whether the carrier has it, and whether we know of it."""
        with self.store.unit() as unit:
            return self.sid in self.exchange.office.recordings.by_sid, unit.recording(self.sid) is not None

    def works(self, times: int, seconds: float = 60) -> None:
        for _ in range(times):
            self.worker.work()
            self.exchange.clock.advance(seconds)


@pytest.fixture
def begin(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[..., Archive]]:
    caplog.set_level(logging.CRITICAL)
    with ExitStack() as begun:

        def make(*given: str) -> Archive:
            usual = Carrier()
            for each in given:
                usual = read_given(each, usual) or usual
            clock, account = Clock(NOW), Account("AC" + "1" * 32, "primary")
            exchange = Exchange(clock, NoApplication(), account, carrier=usual)
            sid = exchange.office.recordings.start("RecordVerb", account.sid, None, call="CA1").sid
            store = begun.enter_context(closing(open_store("sqlite:///:memory:", "a secret for tests")))
            with store.unit() as unit:
                unit.keep_recording(Recording(sid, "CA1", "", 3, "completed", 2))
                unit.add_job(ERASE, sid, f'{{"sid": "{sid}"}}', NOW)
            twilio = Client(account.sid, account.token, http_client=InProcess(RestApi(exchange), 8))
            archive = TwilioArchive(twilio, Media(account.sid, account.token, "https://carrier.example"))
            recordings = Recordings(store, archive, None, clock.now)
            return Archive(exchange, store, Worker(store, recordings.doers(), clock.now), sid)

        yield make


FAULTS = {
    "nothing goes wrong": (None, (False, False)),
    "the answer is lost": (f"rest lose {DELETING} number 1", (False, True)),
    "the answer is late": (f"rest delay 20 {DELETING} number 1", (False, True)),
    "the carrier breaks": (f"rest fail {DELETING} number 1", (True, True)),
    "there are too many requests": (f"rest refuse 3 {DELETING} number 1", (True, True)),
}


@pytest.mark.parametrize("case", FAULTS)
def test_it_is_deleted_and_then_forgotten_whatever_becomes_of_the_answer(begin, case):
    fault, after_the_first = FAULTS[case]
    archive = begin(*([fault] if fault else []))
    archive.works(1)
    assert archive.left == after_the_first
    archive.works(10)
    assert archive.left == (False, False)


def test_one_that_the_carrier_has_no_more_is_forgotten(begin):
    archive = begin()
    del archive.exchange.office.recordings.by_sid[archive.sid]
    archive.works(1)
    assert archive.left == (False, False)


def test_a_carrier_that_refuses_for_hours_has_the_job_parked_and_the_recording_stays_known(begin):
    archive = begin(f"rest refuse 3 {DELETING}")
    archive.works(MOST_ATTEMPTS, 3601)
    assert archive.left == (True, True)
    with archive.store.unit() as unit:
        ((job, why),) = unit.parked_jobs()
    assert (job.kind, why) == (ERASE, "CarrierError: the carrier refused to delete a recording: error 20429")
