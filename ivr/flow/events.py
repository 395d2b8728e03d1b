"""What can happen to a call between two of our answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CallStarted:
    """The carrier has a caller for us, who rang `called`. `facts` are slots known from the start, e.g. `{"caller": {"last4": "1234"}}`.

    A call that we made begins `at` the node where it is to go on.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    called: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class DigitsPressed:
    """Keys of one gather. `finished` is True when the finish key ended them; empty digits then mean a bare pound.

    `unfinished` is True when the carrier says that no finish key did; it may say neither.
    """

    digits: str
    finished: bool = False
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """Words the carrier recognised. `confidence` is 0.0 to 1.0, or None: it may be missing and decides nothing alone."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller stayed silent, or the words before an action have been spoken."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The turn could not be kept and the caller heard "one moment": ask again and count no error."""


@dataclass(frozen=True, slots=True)
class ActionDone:
    """An action (or, without a name, a sub-flow) answered with one of its outcomes; `data` is a mapping, a list of them, or None."""

    outcome: str
    data: Any = None
    action: str = ""


@dataclass(frozen=True, slots=True)
class DialEnded:
    """The other party of a Dial is gone; `status` is the carrier's word."""

    status: str


@dataclass(frozen=True, slots=True)
class RecordingDone:
    """A recording of `seconds` ended by `key` (a key, "" for silence or length, or "hangup")."""

    sid: str
    url: str
    seconds: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class LeftQueue:
    """The caller is out of the queue: `bridged`, `full`, `failed`, or `wish` with the wish the caller pressed."""

    result: str
    wish: str | None = None


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone."""


Event = CallStarted | DigitsPressed | SpeechHeard | NoInput | Resumed | ActionDone | DialEnded | RecordingDone | LeftQueue | HungUp
