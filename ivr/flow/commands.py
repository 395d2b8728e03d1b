"""What to do next with the call: the narrow waist between the many node types and the one renderer.

A turn's commands are Say and Play in order, then exactly one closing command.
"""

from dataclasses import dataclass

from ivr.flow.words import Text


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a text; `values` are its holes' words, in order."""

    text: Text
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Play:
    """Play a recorded file."""

    url: str


Words = Say | Play


@dataclass(frozen=True, slots=True)
class Gather:
    """Speak `words` and listen for keys, and for speech if `speech`; any key stops the words.

    `keys` is the most digits taken (None: as many as come); `finish` is the finish key or "" for none; `timeout` is in
    seconds, also between keys; `hints` are phrases for the recogniser,
    comma separated.
    """

    language: str
    words: tuple[Words, ...] = ()
    keys: int | None = 1
    finish: str = ""
    timeout: int = 5
    speech: bool = True
    hints: str = ""

    def saying(self, words: tuple[Words, ...]) -> "Gather":
        """Give the same question in these words."""
        return Gather(self.language, words, self.keys, self.finish, self.timeout, self.speech, self.hints)


@dataclass(frozen=True, slots=True)
class Record:
    """Beep and record at most `most` seconds; `0`, `*`, `#` and five seconds of silence end it."""

    most: int


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Wait in a queue as `entry`, our own name of the place in line."""

    queue: str
    entry: str


@dataclass(frozen=True, slots=True)
class Continue:
    """Come back for the next turn at once: what was said is heard before the action runs."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


Closing = Gather | Record | Enqueue | Continue | Hangup
Command = Words | Closing
