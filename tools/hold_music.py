"""Make the music of the wait, `ivr/web/static/hold.wav`: soft plucked chords, ours, 8 kHz as telephones carry it.

Run: python tools/hold_music.py
"""

import math
import wave
from array import array
from pathlib import Path

RATE = 8000
BEAT_SECONDS = 0.42
LOUDEST = 9000
DECAY_SECONDS = 1.1
FILE = Path(__file__).parent.parent / "ivr" / "web" / "static" / "hold.wav"
CHORDS = [
    (261.63, 329.63, 392.00, 523.25),
    (220.00, 261.63, 329.63, 440.00),
    (174.61, 261.63, 349.23, 440.00),
    (196.00, 246.94, 293.66, 392.00),
]
PATTERN = (0, 1, 2, 3, 2, 1, 2, 1)
ROUNDS = 2


def pluck(sound: array, start: int, pitch: float) -> None:
    """Add one plucked note with a soft octave above it."""
    for place in range(min(int(RATE * DECAY_SECONDS * 3), len(sound) - start)):
        seconds = place / RATE
        swell = min(1.0, seconds / 0.01) * math.exp(-seconds / DECAY_SECONDS * 2)
        tone = math.sin(2 * math.pi * pitch * seconds) + 0.25 * math.sin(4 * math.pi * pitch * seconds)
        sound[start + place] += swell * tone


def main() -> None:
    """Write the file."""
    beats = [chord[step] for _ in range(ROUNDS) for chord in CHORDS for step in PATTERN]
    sound = array("d", bytes(8 * int(RATE * (len(beats) * BEAT_SECONDS + DECAY_SECONDS))))
    for order, pitch in enumerate(beats):
        pluck(sound, int(order * BEAT_SECONDS * RATE), pitch)
    highest = max(map(abs, sound))
    with wave.open(str(FILE), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", (int(value / highest * LOUDEST) for value in sound)).tobytes())


if __name__ == "__main__":
    main()
