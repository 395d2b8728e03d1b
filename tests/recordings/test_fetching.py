"""Recordings are fetched from the simulated carrier until we have them, in virtual time, whatever becomes of the answers."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from ivr.errors import CarrierError
from ivr.service.jobs import A_DAY
from ivr.service.recordings import ERASE, FETCH, measured
from ivr.simulator.sound import wav
from ivr.storage.vault import Vault
from tests.recordings.conftest import NOW, SECONDS, SPOKEN, sound_of

MEDIA = "/*/Recordings/*.wav"
FAULTS = {
    "nothing goes wrong": ("", 0),
    "the answer is lost": (f"rest lose {MEDIA} number 1", 1),
    "the answer is late": (f"rest delay 20 {MEDIA} number 1", 1),
    "the carrier breaks": (f"rest fail {MEDIA} number 1", 1),
    "there are too many requests": (f"rest refuse 3 {MEDIA} number 1", 1),
}
"""What goes wrong, and how often it is asked for in vain."""


@pytest.mark.parametrize("case", FAULTS)
def test_it_is_kept_as_the_carrier_has_it_and_sealed(begin, case):
    fault, in_vain = FAULTS[case]
    hotline = begin(fault) if fault else begin()
    tape = hotline.records()
    hotline.works(in_vain)
    assert hotline.files == []
    hotline.works()
    assert hotline.sound(tape) == sound_of(tape)
    assert hotline.kept(tape).sha256 == sha256(sound_of(tape)).hexdigest()
    (file,) = hotline.files
    assert SPOKEN[:40] in sound_of(tape)
    assert SPOKEN[:14] not in file.read_bytes()
    assert tape.sid not in str(file)
    assert file.stat().st_mode & 0o077 == 0, "nobody else on this machine reads it"


def test_one_that_is_not_ready_is_asked_for_until_it_is(begin):
    hotline = begin()
    tape = hotline.records()
    tape.status = "processing"
    hotline.works(5)
    assert hotline.files == []
    tape.status = "completed"
    hotline.works(5)
    assert hotline.sound(tape) == sound_of(tape)


def test_one_that_never_comes_is_tried_for_a_day_and_then_a_person_is_told_why(begin):
    hotline = begin()
    tape = hotline.records()
    tape.status = "processing"
    attempts = 0
    while not hotline.parked:
        attempts += hotline.worker.work()
        hotline.exchange.clock.advance(10)
    assert attempts == A_DAY
    assert timedelta(hours=24) <= hotline.exchange.clock.now() - NOW < timedelta(hours=25)
    ((_, why),) = hotline.parked
    assert why == "CarrierError: the carrier does not give the recording: it answered 404"


@pytest.mark.parametrize("said", [SECONDS - 3, SECONDS + 3, 0])
def test_one_of_another_length_than_the_carrier_said_is_not_kept_and_it_is_told(begin, said):
    hotline = begin()
    tape = hotline.records(said=said)
    hotline.works(A_DAY, 3601)
    assert (hotline.files, hotline.kept(tape).sha256) == ([], "")
    ((job, why),) = hotline.parked
    assert (job.kind, why) == (FETCH, f"CarrierError: the recording lasts 12 seconds, and the carrier said {said}")


WAV = wav.write(b"\0" * 16000)


NO_WAV = {
    "nothing": b"",
    "less than a header": WAV[:43],
    "something else": b"<html>Not found" + WAV,
    "no samples a second": WAV[:24] + bytes(4) + WAV[28:],
}


@pytest.mark.parametrize("answer", NO_WAV.values(), ids=NO_WAV)
def test_what_is_no_wav_file_is_not_kept(tmp_path, answer):
    with pytest.raises(CarrierError, match="is no WAV file"):
        Vault(tmp_path, "secret").keep("RE1", measured([answer] if answer else [], 1))
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("size", [1, 30, 44, 100_000])
def test_it_may_come_in_pieces_of_any_length(size):
    pieces = [WAV[at : at + size] for at in range(0, len(WAV), size)]
    assert b"".join(measured(pieces, 1)) == WAV


def test_told_twice_it_is_fetched_once(begin):
    hotline = begin(f"rest fail {MEDIA} number 2")
    tape = hotline.records()
    hotline.works()
    (before,) = hotline.files
    sealed = before.read_bytes()
    hotline.told(tape, RecordingDuration=str(SECONDS))
    hotline.works(3)
    (after,) = hotline.files
    assert after.read_bytes() == sealed


def test_a_worker_that_was_killed_before_it_said_so_has_the_next_one_keep_it_again(begin):
    hotline = begin()
    tape = hotline.records()
    hotline.vault.keep(tape.sid, [sound_of(tape)])
    assert hotline.kept(tape).sha256 == ""
    hotline.works()
    assert len(hotline.files) == 1
    assert hotline.kept(tape).sha256 == sha256(sound_of(tape)).hexdigest()


@pytest.mark.parametrize("status", ["absent", "failed"])
def test_where_nothing_was_recorded_nothing_is_fetched(begin, status):
    hotline = begin()
    tape = hotline.exchange.office.recordings.start("RecordVerb", hotline.exchange.account.sid, None, call="CA1")
    tape.status = status
    hotline.told(tape)
    assert hotline.worker.work() == 0
    assert hotline.kept(tape).status == status


def test_the_carriers_copy_goes_when_no_call_can_play_it_any_more_if_that_is_wished(begin):
    hotline = begin(clears=True)
    tape = hotline.records()
    hotline.works()
    hotline.exchange.clock.advance(4 * 3600 - 120)
    assert hotline.worker.work() == 0
    hotline.exchange.clock.advance(120)
    hotline.works()
    assert hotline.exchange.office.recordings.by_sid == {}
    assert hotline.sound(tape) == sound_of(tape)


def test_it_is_deleted_here_and_there(begin):
    hotline = begin()
    tape = hotline.records()
    other = hotline.records()
    hotline.works()
    with hotline.store.unit() as unit:
        unit.add_job(ERASE, tape.sid, f'{{"sid": "{tape.sid}"}}', NOW)
    hotline.works()
    with hotline.store.unit() as unit:
        assert unit.recording(tape.sid) is None
    assert list(hotline.exchange.office.recordings.by_sid) == [other.sid]
    assert len(hotline.files) == 1
    assert hotline.sound(other) == sound_of(other)


class Deleting:
    """A carrier in the midst of whose answer the recording is deleted by another worker."""

    def __init__(self, hotline, tape):
        self.hotline, self.tape = hotline, tape

    def fetch(self, recording):
        yield sound_of(self.tape)
        with self.hotline.store.unit() as unit:
            unit.forget_recording(recording)


def test_one_that_is_deleted_while_it_is_fetched_is_not_kept(begin):
    hotline = begin()
    tape = hotline.records()
    replace(hotline.worker, doers=replace(hotline.recordings, archive=Deleting(hotline, tape)).doers()).work()
    assert hotline.files == []
    assert hotline.worker.work() == 0
