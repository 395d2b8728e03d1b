"""Live voices: frames come from pages as the network brings them, and every 20 ms each leg is given what it hears."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from ivr.simulator.sound.mixer import heard
from ivr.simulator.sound.wav import FRAME_BYTES

# A voice begins when so many frames are here, so that a late one leaves no hole; more than the most would be delay.
FIRST_FRAMES, MOST_FRAMES = 3, 25
# Of what is made at once, two minutes may wait; what would come behind is not heard.
MOST_MADE_FRAMES = 6000


@dataclass(slots=True)
class Voice:
    """One leg's frames that wait for their turn."""

    frames: deque[bytes] = field(default_factory=lambda: deque(maxlen=MOST_FRAMES))
    # What is all here already and waits only for its time.
    made: deque[bytes] = field(default_factory=deque)
    flows: bool = False

    def take(self) -> bytes | None:
        """Give the next frame, if the voice has begun and not run dry."""
        if self.made:
            return self.made.popleft()
        self.flows = bool(self.frames) and (self.flows or len(self.frames) >= FIRST_FRAMES)
        return self.frames.popleft() if self.flows else None


class Voices:
    """What legs say at this time, by call SID."""

    def __init__(self) -> None:
        self._voices: dict[str, Voice] = {}

    def speak(self, leg: str, sound: bytes) -> None:
        """Take in what a leg says; of sound that comes too fast the newest is kept, and less than a frame is none."""
        self._voices.setdefault(leg, Voice()).frames.extend(_frames(sound[: MOST_FRAMES * FRAME_BYTES]))

    def say(self, leg: str, sound: bytes) -> None:
        """Let the whole of a sound be heard that is here already, in place of what the leg says meanwhile."""
        made = self._voices.setdefault(leg, Voice()).made
        made.extend(islice(_frames(sound), max(0, MOST_MADE_FRAMES - len(made))))

    def turn(self, hears: Mapping[str, frozenset[str]]) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Take the next frame of each voice; give them, and what is heard by the legs in `hears`."""
        voices = {leg: frame for leg, voice in self._voices.items() if (frame := voice.take())}
        return voices, heard(voices, hears)

    def forget(self, leg: str) -> None:
        """Let go of a leg that has ended."""
        self._voices.pop(leg, None)


def _frames(sound: bytes) -> Iterator[bytes]:
    return (sound[start : start + FRAME_BYTES] for start in range(0, len(sound) - FRAME_BYTES + 1, FRAME_BYTES))
