"""Sound as a telephone carries it: PCM of 16 bits, little-endian, one voice, 8,000 samples a second; and WAV files of it."""

import io
import itertools
import sys
import wave
from array import array
from collections.abc import Iterable

RATE = 8000
SAMPLE_BYTES = 2
FRAME_SECONDS = 0.02
FRAME_BYTES = int(RATE * FRAME_SECONDS) * SAMPLE_BYTES


def silence(seconds: float) -> bytes:
    """Give nothing to hear, so long."""
    return bytes(SAMPLE_BYTES * max(0, round(seconds * RATE)))


def lay(seconds: float, sounds: Iterable[tuple[float, bytes]]) -> bytes:
    """Give silence of this length with samples laid into it, each at its second; what would reach over the ends is cut."""
    laid = bytearray(silence(seconds))
    for at, pcm in sounds:
        start = SAMPLE_BYTES * round(at * RATE)
        part = pcm[max(0, -start) : max(0, len(laid) - start)]
        laid[max(0, start) : max(0, start) + len(part)] = part
    return bytes(laid)


def write(pcm: bytes, rate: int = RATE) -> bytes:
    """Give a WAV file of these samples. Sounds are put one after the other by joining their samples."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(SAMPLE_BYTES)
        written.setframerate(rate)
        written.writeframes(pcm)
    return file.getvalue()


def read(file: bytes) -> tuple[bytes, int] | None:
    """Give the samples that a WAV file holds, whatever its header says of their number, and their rate; None for other sounds."""
    try:
        with wave.open(io.BytesIO(file)) as opened:
            if (opened.getnchannels(), opened.getsampwidth()) != (1, SAMPLE_BYTES) or not opened.getframerate():
                return None
            return opened.readframes(opened.getnframes()), opened.getframerate()
    except (wave.Error, EOFError):
        return None


def seconds(file: bytes) -> float | None:
    """Tell how long a WAV file lasts by its header; None when it is not one."""
    try:
        with wave.open(io.BytesIO(file)) as opened:
            return float(round(opened.getnframes() / opened.getframerate(), 2))
    except (wave.Error, EOFError, ZeroDivisionError):
        return None


def telephone(file: bytes) -> bytes:
    """Give the samples of a WAV file at a telephone's rate, each the mean of those it stands for; none for other sounds."""
    pcm_bytes, rate = read(file) or (b"", RATE)
    numbers = samples(pcm_bytes)
    bounds = [at * rate // RATE for at in range(len(numbers) * RATE // rate + 1)]
    means = (sum(numbers[start:end]) // (end - start) for start, end in itertools.pairwise(bounds))
    return pcm(array("h", means)) if rate >= RATE else b""


def samples(pcm: bytes) -> "array[int]":
    """Give the samples as numbers of this machine; half a sample at the end is dropped."""
    numbers = array("h", pcm[: len(pcm) // SAMPLE_BYTES * SAMPLE_BYTES])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def pcm(numbers: "array[int]") -> bytes:
    """Give the bytes of samples."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
