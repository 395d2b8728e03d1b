"""What somebody on a leg does, as a `.call` file has it: moves, used when the phone listens, and what comes of one's own accord."""

import re
from dataclasses import dataclass

from ivr.simulator.faces.script import KEYS, BadInput, read_item
from ivr.simulator.people.person import HangUp, Leave, Move, Press, Silence, Speak

MOVES = "keys such as 1 or *0, !1 at once, ~ for silence, say WORDS, rec SECONDS, hang up"
RECORD = re.compile(r"rec (\d+(?:\.\d+)?)(?:\s+saying\s+(?P<words>.+)|\s+from\s+(?P<file>.+))?")
WAIT = re.compile(r"wait (\d+(?:\.\d+)?)")
DEEDS = f"{MOVES}, wait SECONDS, tell WORDS, tones KEYS, text to NUMBER WORDS, desk WORDS, drop"


@dataclass(frozen=True, slots=True)
class Stay:
    """Stay on the line for so long, doing nothing."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Tell:
    """Say words to whoever is on the line, in a talk or a room."""

    words: str


@dataclass(frozen=True, slots=True)
class Tones:
    """Press keys now, whether the phone asks for them or not: in a talk, in a room, in the middle of words."""

    keys: str


@dataclass(frozen=True, slots=True)
class SendText:
    """Send a text message from this number."""

    to: str
    body: str


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Ask something of the application beside the telephone; what the words mean is its business."""

    words: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Be gone without a word, as a telephone without a signal or a page that is closed: the carrier notices late."""


Deed = Move | Stay | Tell | Tones | SendText | AtDesk | Drop


def read_move(text: str) -> Move:
    """Read a move as a transcript has it; raises BadInput."""
    if spoken := RECORD.fullmatch(text):
        return Leave(float(spoken[1]), words=spoken["words"] or "", file=spoken["file"] or "")
    match text.split(maxsplit=1):
        case ["say", words]:
            return Speak(words)
        case ["hang", "up"]:
            return HangUp()
        case _ if text == "~" or KEYS.fullmatch(text):
            return read_item(text)
    raise BadInput(f"{text!r} is nothing a caller can do; write {MOVES}")


def read_deed(text: str) -> Deed:
    """Read a deed as a transcript has it; raises BadInput."""
    if waits := WAIT.fullmatch(text):
        return Stay(float(waits[1]))
    match text.split(maxsplit=3):
        case ["tell", _, *_]:
            return Tell(text.partition(" ")[2].strip())
        case ["tones", keys] if (pressed := KEYS.fullmatch(keys)) and not pressed[1]:
            return Tones(keys)
        case ["text", "to", number, body]:
            return SendText(number, body)
        case ["desk", _, *_]:
            return AtDesk(" ".join(text.split()[1:]))
        case ["drop"]:
            return Drop()
    try:
        return read_move(text)
    except BadInput:
        raise BadInput(f"{text!r} is nothing that somebody on a telephone can do; write {DEEDS}") from None


def written_deed(deed: Deed) -> str:
    """Write a deed as a transcript has it."""
    match deed:
        case Press(keys, at_once):
            return f"!{keys}" if at_once else keys
        case Speak(text):
            return f"say {text}"
        case Leave(seconds, words, file):
            return f"rec {seconds:g}" + (words and f" saying {words}") + (file and f" from {file}")
        case Silence():
            return "~"
        case HangUp():
            return "hang up"
        case Stay(seconds):
            return f"wait {seconds:g}"
        case Tell(words):
            return f"tell {words}"
        case Tones(keys):
            return f"tones {keys}"
        case SendText(to, body):
            return f"text to {to} {body}"
        case AtDesk(words):
            return f"desk {words}"
        case Drop():
            return "drop"
