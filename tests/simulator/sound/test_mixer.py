"""Who hears whom, as samples."""

from math import cos, pi

import pytest

from ivr.simulator.sound import mixer
from ivr.simulator.sound.wav import FRAME_BYTES, RATE, samples


def frame(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "little", signed=True) for value in values)


VOICES = {"ana": frame(100, 100), "carol": frame(7, -7), "sol": frame(1000, 0)}
MATRICES = {
    "two who talk hear one another": ({"ana": "carol", "carol": "ana"}, {"ana": (7, -7), "carol": (100, 100)}),
    "of three each hears the two others": (
        {"ana": "carol sol", "carol": "ana sol", "sol": "ana carol"},
        {"ana": (1007, -7), "carol": (1100, 100), "sol": (107, 93)},
    ),
    "one on hold neither hears nor is heard": ({"ana": "sol", "sol": "ana", "carol": ""}, {"ana": (1000, 0), "sol": (100, 100)}),
    "a coach is heard by one only": (
        {"ana": "carol sol", "carol": "ana", "sol": "ana carol"},
        {"ana": (1007, -7), "carol": (100, 100), "sol": (107, 93)},
    ),
    "nobody hears itself": ({"ana": "ana carol"}, {"ana": (7, -7)}),
    "who does not speak is not waited for": ({"ana": "ben carol", "carol": "ben"}, {"ana": (7, -7)}),
}


@pytest.mark.parametrize(("hears", "wanted"), MATRICES.values(), ids=MATRICES)
def test_each_leg_hears(hears: dict[str, str], wanted: dict[str, tuple[int, int]]) -> None:
    heard = mixer.heard(VOICES, {leg: frozenset(others.split()) for leg, others in hears.items()})
    assert {leg: tuple(samples(mixed)) for leg, mixed in heard.items()} == wanted


def test_what_is_too_loud_is_as_loud_as_can_be() -> None:
    assert mixer.mix([frame(30000, -30000, 5), frame(30000, -30000, 5)]) == frame(32767, -32768, 10)


def test_a_short_frame_goes_on_in_silence() -> None:
    assert mixer.mix([frame(1), frame(1, 2, 3), frame(1, 1)]) == frame(3, 3, 3)
    assert mixer.mix([]) == b""


def loudness(pcm: bytes, hertz: float) -> float:
    """Tell how much of a frequency is in the sound, by Goertzel's filter: 0 none, 1 nothing else."""
    numbers = samples(pcm)
    turn, before, last = 2 * cos(2 * pi * hertz / RATE), 0.0, 0.0
    for number in numbers:
        before, last = last, number + turn * last - before
    power = before * before + last * last - turn * before * last
    return 2 * power / len(numbers) / sum(number * number for number in numbers)


@pytest.mark.parametrize("key", mixer.TONES)
def test_a_key_sounds_as_its_two_tones_and_no_other(key: str) -> None:
    pcm = mixer.tone(key)
    assert len(pcm) == 10 * FRAME_BYTES
    heard = {hertz: loudness(pcm, hertz) for hertz in mixer.ROWS + mixer.COLUMNS}
    assert {hertz for hertz, share in heard.items() if share > 0.4} == set(mixer.TONES[key])
    assert all(share < 0.02 for hertz, share in heard.items() if hertz not in mixer.TONES[key])


def test_the_keys_lie_as_on_a_telephone() -> None:
    assert [mixer.TONES[key] for key in "15*0#D"] == [(697, 1209), (770, 1336), (941, 1209), (941, 1336), (941, 1477), (941, 1633)]
