"""What a script speaks into a recording is heard in it: a sound file, or words as espeak-ng says them."""

from array import array
from datetime import UTC, datetime

import pytest

from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.cast import Cast
from ivr.simulator.faces.grammar import BadTranscript, read_transcript
from ivr.simulator.faces.takes import with_sounds
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.office.recordings import Recording
from ivr.simulator.sound import wav
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.wire import DirectWire

from .conftest import BASE, Application

HUM = array("h", [1000, -1000] * 4000).tobytes()


def recorded(folder, take: str) -> Recording:
    """Leave a message; give the recording."""
    script = with_sounds(read_transcript(f"caller Li +1555\n> {take}\n", str(folder / "x.call")))
    wire = DirectWire(WsgiLine(Application({"/": '<Record action="/bye" playBeep="false"/>', "/bye": "<Hangup/>"}), BASE))
    exchange = Exchange(Clock(datetime(2026, 3, 2, 10, tzinfo=UTC)), wire, Account("AC" + "0" * 32, "12345"))
    Cast(script, exchange, Number("/"), "+15559990000").play()
    [recording] = exchange.office.recordings.by_sid.values()
    return recording


def test_a_sound_file_is_heard_from_when_the_caller_speaks(tmp_path):
    (tmp_path / "hum.wav").write_bytes(wav.write(HUM))
    recording = recorded(tmp_path, "rec 2 from hum.wav")
    assert recording.sounds == [(0.5, HUM)]
    assert recording.kept == pytest.approx(2.5, abs=0.6)


def test_words_are_heard_where_espeak_is(tmp_path, need):
    need("espeak-ng")
    [(at, sound)] = recorded(tmp_path, "rec 2 saying Where is my money?").sounds
    assert at == 0.5
    assert max(wav.samples(sound)) > 1000


def test_without_either_it_is_silence_of_the_right_length(tmp_path):
    recording = recorded(tmp_path, "rec 4")
    assert recording.sounds == []
    assert recording.kept == pytest.approx(4.5, abs=0.6)


@pytest.mark.parametrize(("file", "said"), [("none.wav", "none.wav: No such file or directory"), ("x.txt", "x.txt is no WAV file")])
def test_a_file_that_is_no_sound_is_told_with_its_line(tmp_path, file, said):
    (tmp_path / "x.txt").write_text("no sound")
    with pytest.raises(BadTranscript, match=rf"x\.call:2: {said}"):
        recorded(tmp_path, f"rec 2 from {file}")
