"""Who holds the phone: asked for a move whenever the phone listens. A list, a transcript, a human."""

from dataclasses import dataclass, field
from typing import Protocol

from ivr.simulator.effects import Heard, Key, Moment, Voice, Words
from ivr.simulator.events import Event
from ivr.simulator.verbs.say import seconds as spoken_seconds

# When a person starts to act, and the time from key to key.
FIRST_SECONDS, NEXT_SECONDS = 0.5, 0.3
CHINESE = range(0x2E80, 0xFFEF)


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys one after the other; `at_once` does not wait for the prompts to end."""

    keys: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Speak:
    """Say words that a recogniser would understand."""

    text: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Speak into a recording for so long, then press #: these words, what a sound file holds, or nothing in particular.

    `sound` is what is then heard in it, PCM16 at 8 kHz.
    """

    seconds: float
    words: str = ""
    file: str = ""
    sound: bytes = field(default=b"", compare=False)


@dataclass(frozen=True, slots=True)
class Silence:
    """Let the moment pass."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Put the phone down, `after` so many seconds; who talks does so only if that talk still goes on."""

    reason: str = "hung up"
    after: float = FIRST_SECONDS


Move = Press | Speak | Leave | Silence | HangUp


class Person(Protocol):
    """A person on the phone. Both questions may be answered with None: nothing is done."""

    @property
    def is_done(self) -> bool:
        """Tell that there is nothing to do but listen, so that patience may run out."""

    def interrupts(self, moment: Moment) -> Move | None:
        """Act as the phone begins to ask, before its prompts are heard."""

    def answers(self, moment: Moment) -> Move | None:
        """Act once the prompts are over."""

    def hears(self, event: Event) -> None:
        """Take notice of what happens."""


def sounds(move: Move) -> tuple[tuple[float, Heard], ...]:
    """Give what the phone picks up from a move, and after how many seconds."""
    match move:
        case Press(keys):
            return tuple((FIRST_SECONDS + order * NEXT_SECONDS, Key(key)) for order, key in enumerate(keys))
        case Speak(text):
            return ((FIRST_SECONDS, Words(text, spoken_seconds(text, language_of(text)))),)
        case Leave(seconds, words, _, sound):
            said = Words(words, seconds, sound=sound) if words else Voice(seconds, sound)
            return (FIRST_SECONDS, said), (FIRST_SECONDS + seconds, Key("#"))
        case Silence() | HangUp():
            return ()


def language_of(text: str) -> str:
    """Tell whether words are Chinese or, as far as a voice is concerned, English."""
    return "cmn" if any(ord(letter) in CHINESE for letter in text) else "en"


def needs(heard: Heard) -> frozenset[str]:
    """Tell which kinds of listening would take this in."""
    match heard:
        case Key():
            return frozenset({"dtmf"})
        case Words():
            return frozenset({"speech", "voice"})
        case Voice():
            return frozenset({"voice"})


def named(heard: Heard) -> str:
    """Name what was done, for a remark."""
    match heard:
        case Key(key):
            return f"the key {key}"
        case Words(text):
            return f"the words “{text}”"
        case Voice():
            return "speaking"
