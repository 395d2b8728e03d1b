"""What a leg asks of its driver. A leg is a generator that yields these and is sent the answers; it does no I/O."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from ivr.simulator import events
from ivr.simulator.unsure import Unsure


@dataclass(frozen=True, slots=True)
class Key:
    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """Speech that a recogniser would understand, and how long it takes to say."""

    text: str
    seconds: float
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Voice:
    """Speech nobody is asked to understand, as in a recording."""

    seconds: float


Heard = Key | Words | Voice


class Sound(Enum):
    """What the caller hears while time passes."""

    AUDIO = "audio"
    QUIET = "quiet"
    LISTENING = "listening"


@dataclass(frozen=True, slots=True)
class Reply:
    """The application's answer; `url` is where it came from after redirects."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no usable answer; `final` means that asking the fallback would not help."""

    code: int
    message: str
    url: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask the application; answered with a Reply or a Failure."""

    url: str
    method: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Media:
    """Get a sound file; answered with its length in seconds or a Failure."""

    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell the application something a little later; no answer is awaited."""

    url: str
    method: str
    params: Mapping[str, str]
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Let time pass; answered with the first thing heard of the kinds in `hearing`, or None when the time is up."""

    seconds: float
    sound: Sound
    hearing: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """One moment at which the person may act: `kind` is gather, record, queue or talk. Two alike are still two."""

    kind: str
    input: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listen:
    """Say that a moment has begun, or that its prompts are over."""

    moment: Moment
    prompts_over: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """Ask to enter a queue; answered with its Queueing."""

    queue: str


@dataclass(frozen=True, slots=True)
class Parked:
    """Say that the leg has entered or left a queue; after so many seconds, if any, PickedUp is thrown into it."""

    waiting: bool
    answers_after: float | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Ask what becomes of a recording; answered with its status."""


@dataclass(frozen=True, slots=True)
class Callee:
    """How the dialled party behaves: the status, seconds of ringing, seconds of talk until it hangs up."""

    status: str = "completed"
    rings: float = 2.0
    talks: float = 5.0


@dataclass(frozen=True, slots=True)
class Queueing:
    """How a queue treats a caller: somebody picks up after so long, or never, and talks; `most` callers fit in."""

    answers_after: float | None = None
    talks: float = 30.0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring other parties; answered with a Callee."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """Ask for the seconds since the call began."""


@dataclass(frozen=True, slots=True)
class Date:
    """Ask for the date and time, as an aware datetime."""


Effect = Fetch | Media | Notice | Wait | Listen | Join | Parked | Kept | Ring | Now | Date | events.What

T = TypeVar("T")
Steps = Generator[Effect, Any, T]


class HungUp(Exception):
    """Thrown into a waiting leg when the caller is gone."""

    def __init__(self, reason: str, by: str = "caller") -> None:
        super().__init__(reason)
        self.reason, self.by = reason, by


class PickedUp(Exception):
    """Thrown into a leg that waits in a queue when somebody takes the caller out to talk."""


class Fatal(Exception):
    """What Twilio cannot go on after; the fallback is asked next."""

    def __init__(self, code: int, message: str, final: bool = False) -> None:
        super().__init__(message)
        self.code, self.message, self.final = code, message, final


@dataclass(frozen=True, slots=True)
class Goto:
    """Run the document at `url` next. With `after`, the request is a notice of a call that is already over."""

    url: str
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict)
    after: HungUp | None = None
    is_rescue: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Hang up, leaving the call with this status."""

    by: str
    reason: str
    status: str = "completed"


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """Take the caller out of the queue."""


@dataclass(frozen=True, slots=True)
class Park:
    """Wait in a queue. `wait_url` None is the carrier's own music, empty is silence."""

    queue: str
    action: str | None
    method: str
    wait_url: str | None
    wait_method: str


Outcome = Goto | End | LeaveQueue | Park


@dataclass(frozen=True, slots=True)
class Place:
    """Where a verb stands: its document's URL, the standard parameters, what is queued, and the unsure points."""

    url: str
    params: Mapping[str, str]
    unsure: Unsure
    waiting: bool = False
