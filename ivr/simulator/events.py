"""What happened in a call, as one stream: the words of `--json`, the terminal, transcripts and tests."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    language: str
    voice: str
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Play:
    """A sound file, or tones: `digits` then says which, and there is no address."""

    url: str
    loop: int = 1
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Gather:
    input: str
    timeout: int
    finish_on_key: str
    num_digits: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Digits:
    keys: str


@dataclass(frozen=True, slots=True)
class Speech:
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Record:
    url: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Dial:
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ringing:
    """A party is rung."""

    to: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The leg is answered."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The leg talks: with another leg, or in a room."""

    with_: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody on the line is heard: words, or a tone and its key."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The leg enters a room."""

    room: str


@dataclass(frozen=True, slots=True)
class Left:
    """The leg leaves a room."""

    room: str


@dataclass(frozen=True, slots=True)
class Listening:
    """The carrier waits for the person: for which of dtmf, speech and voice."""

    input: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text arrives at or leaves a handset."""

    sender: str
    to: str
    body: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    queue: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the application; `status` is 0 when no answer came."""

    method: str
    url: str
    status: int
    ms: int
    params: Mapping[str, str]
    twiml: str


@dataclass(frozen=True, slots=True)
class Sms:
    to: str
    body: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a human tester would say about the call."""

    text: str


@dataclass(frozen=True, slots=True)
class Error:
    """What Twilio would put in its debugger; `severity` is `warning` or `error`."""

    code: int
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How the leg ended: `by` is `app`, `caller`, `document` or `error`."""

    by: str
    reason: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Stop:
    """What was said or played is cut off."""


Told = Say | Play | Gather | Digits | Speech | Record | Dial | Enqueue | Request | Sms | Remark | Error | Ended
What = Told | Ringing | Answered | Talk | Heard | Joined | Left | Listening | Text | Stop


@dataclass(frozen=True, slots=True)
class Event:
    """One happening, so many seconds into the call, on one leg."""

    at: float
    leg: str
    what: What

    def as_json(self) -> dict[str, Any]:
        """Give the flat object that `--json` prints; a `loop` of one is left out, and tones where there are none."""
        details = {key.strip("_"): dict(value) if isinstance(value, Mapping) else value for key, value in asdict(self.what).items()}
        for name, usual in (("loop", 1), ("digits", "")):
            if details.get(name) == usual:
                del details[name]
        return {"at": self.at, "leg": self.leg, "event": type(self.what).__name__.lower()} | details
