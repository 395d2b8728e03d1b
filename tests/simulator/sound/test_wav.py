"""WAV files and silence."""

import io
import wave
from array import array
from math import cos, hypot, pi, sin

import pytest

from ivr.simulator.sound import wav

NO_RATE = b"".join((wav.write(b"\1\0")[:24], bytes(4), wav.write(b"\1\0")[28:]))


def test_silence_is_as_long_as_asked_and_silent() -> None:
    assert wav.silence(1.5) == bytes(24_000)
    assert wav.silence(-1) == b""


def test_a_file_is_what_a_telephone_carries_and_lasts_as_long_as_its_parts() -> None:
    file = wav.write(wav.silence(0.5) + wav.silence(0.25))
    with wave.open(io.BytesIO(file)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (1, 2, 8000)
    assert wav.seconds(file) == 0.75
    assert wav.read(file) == (bytes(12_000), 8000)


@pytest.mark.parametrize(
    ("sounds", "wanted"),
    [
        ([], [0, 0, 0, 0]),
        ([(1 / 8000, b"\1\0\2\0")], [0, 1, 2, 0]),
        ([(0, b"\1\0\1\0"), (1 / 8000, b"\2\0")], [1, 2, 0, 0]),
        ([(3 / 8000, b"\1\0\2\0")], [0, 0, 0, 1]),
        ([(-1 / 8000, b"\1\0\2\0")], [2, 0, 0, 0]),
        ([(1.0, b"\1\0")], [0, 0, 0, 0]),
        ([(-1.0, b"\1\0")], [0, 0, 0, 0]),
    ],
)
def test_sounds_are_laid_where_they_were_heard_and_change_no_length(sounds: list[tuple[float, bytes]], wanted: list[int]) -> None:
    assert wav.samples(wav.lay(4 / 8000, sounds)).tolist() == wanted


def test_the_length_of_other_rates_is_told_too() -> None:
    assert wav.seconds(wav.write(bytes(44_100), rate=22_050)) == 1.0


def test_a_file_is_brought_to_the_rate_of_a_telephone_and_sounds_the_same() -> None:
    numbers = array("h", [round(9000 * sin(2 * pi * 440 * at / 22_050)) for at in range(22_050)])
    heard = wav.samples(wav.telephone(wav.write(wav.pcm(numbers), rate=22_050)))
    assert len(heard) == 8000
    waves = [abs(sum(sample * turn(2 * pi * 440 * at / 8000) for at, sample in enumerate(heard))) / 4000 for turn in (sin, cos)]
    assert 8500 < hypot(*waves) < 9000
    assert wav.telephone(wav.write(b"\1\0\2\0")) == b"\1\0\2\0"
    assert wav.telephone(b"<html>") == b""


def test_a_stream_whose_header_promises_too_much_gives_what_it_holds() -> None:
    file = bytearray(wav.write(wav.silence(0.1)))
    file[40:44] = (0x7FFF_F000).to_bytes(4, "little")
    assert wav.read(bytes(file)) == (bytes(1600), 8000)


@pytest.mark.parametrize("file", [b"", b"RIFF", b"<html>", b"RIFF\x00\x00\x00\x00WAVEfmt ", NO_RATE])
def test_what_is_no_sound_is_said_to_be_none(file: bytes) -> None:
    assert wav.seconds(file) is None
    assert wav.read(file) is None
    assert wav.telephone(file) == b""


def test_samples_are_numbers_and_become_the_same_bytes_again() -> None:
    pcm = bytes.fromhex("0100 ffff ff7f 0080")
    assert wav.samples(pcm).tolist() == [1, -1, 32767, -32768]
    assert wav.pcm(wav.samples(pcm)) == pcm
    assert wav.samples(b"\x01\x00\x07").tolist() == [1]
