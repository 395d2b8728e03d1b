"""Voices mixed as a room does: each leg hears the sum of those it may hear, never itself."""

from array import array
from collections.abc import Iterable, Mapping
from math import pi, sin

from ivr.simulator.sound.wav import RATE, pcm, samples

LOUDEST, QUIETEST = 32767, -32768
# The two tones of each key, in Hz. ITU-T Q.23
ROWS, COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
KEYS = "123A", "456B", "789C", "*0#D"
TONES = {key: (row, column) for row, keys in zip(ROWS, KEYS, strict=True) for key, column in zip(keys, COLUMNS, strict=True)}
TONE_LOUDNESS = 8000


def mix(frames: Iterable[bytes]) -> bytes:
    """Give the sum of frames, as loud as a sample can be at most; shorter ones go on in silence."""
    voices = sorted((samples(frame) for frame in frames), key=len, reverse=True)
    if not voices:
        return b""
    total = voices[0].tolist()
    for voice in voices[1:]:
        total[: len(voice)] = map(int.__add__, total, voice)
    return pcm(array("h", [min(LOUDEST, max(QUIETEST, sample)) for sample in total]))


def heard(voices: Mapping[str, bytes], hears: Mapping[str, frozenset[str]]) -> dict[str, bytes]:
    """Mix one frame for each leg out of the voices it hears; a leg for whom nobody speaks gets none."""
    speaking = {leg: sources & voices.keys() - {leg} for leg, sources in hears.items()}
    mixes = {sources: mix(voices[leg] for leg in sources) for sources in set(speaking.values()) if sources}
    return {leg: mixes[sources] for leg, sources in speaking.items() if sources}


def tone(key: str, seconds: float = 0.2) -> bytes:
    """Give the sound of a key: a low and a high tone together."""
    low, high = (2 * pi * tone / RATE for tone in TONES[key])
    return pcm(array("h", [round(TONE_LOUDNESS * (sin(low * at) + sin(high * at))) for at in range(round(seconds * RATE))]))
