"""What a leg asks of its driver. A leg is a generator that yields these and is sent the answers; it does no I/O."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from ivr.simulator import events


@dataclass(frozen=True, slots=True)
class Key:
    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """Speech that a recogniser would understand, and how long it takes to say."""

    text: str
    seconds: float
    confidence: float = 0.9
    sound: bytes = b""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speech nobody is asked to understand, as in a recording; `sound` is what it sounds like, if that matters."""

    seconds: float
    sound: bytes = b""


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
class Utter:
    """Have words spoken; answered with how many seconds that takes."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell the application something a little later; no answer is awaited."""

    url: str
    method: str
    params: Mapping[str, str]
    delay: float = 1.0


@dataclass(frozen=True, slots=True)
class Aside:
    """Tell the application something at once, beside whatever the leg does; the answer is ignored."""

    url: str
    method: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wait:
    """Let time pass; answered with the first thing heard of the kinds in `hearing`, or None when the time is up.

    The kinds are dtmf, speech and voice, and call for what other legs tell.
    """

    seconds: float
    sound: Sound
    hearing: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """One moment at which the person may act: `kind` is gather, record, queue or talk; `waiting` in a queue. Two alike are still two."""

    kind: str
    input: frozenset[str] = frozenset()
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """Say that a moment has begun, or that its prompts are over."""

    moment: Moment
    prompts_over: bool = True


@dataclass(frozen=True, slots=True)
class Callee:
    """How the dialled party behaves: the status, seconds of ringing, seconds of talk until it hangs up."""

    status: str = "completed"
    rings: float = 2.0
    talks: float = 5.0


@dataclass(frozen=True, slots=True)
class Queueing:
    """How a queue treats a caller: somebody picks up after so long, or never, and talks; `most` callers fit in; or it `fails`."""

    answers_after: float | None = None
    talks: float = 30.0
    most: int | None = None
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a leg's progress is told: a URL, how, and which of initiated, ringing, answered and completed."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(frozen=True, slots=True)
class Target:
    """One party of a Dial: `kind` is the noun, `url` the document it hears before the legs are joined."""

    kind: str
    address: str
    url: str | None = None
    method: str = "POST"
    progress: Progress | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring other parties; answered with the SIDs of their legs."""

    targets: tuple[Target, ...]
    caller_id: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Now:
    """Ask for the seconds since the call began."""


@dataclass(frozen=True, slots=True)
class Date:
    """Ask for the date and time, as an aware datetime."""


Effect = Fetch | Media | Utter | Notice | Aside | Wait | Listen | Ring | Now | Date | events.What

T = TypeVar("T")
Steps = Generator[Effect, Any, T]


class Signal:
    """What other legs and the carrier tell a leg that waits for "call"."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Taken(Signal):
    """The party rung has taken the call."""


@dataclass(frozen=True, slots=True)
class Refused(Signal):
    """The party rung will not take the call: busy, no-answer, failed or canceled."""

    status: str


@dataclass(frozen=True, slots=True)
class Ready(Signal):
    """A leg that was dialled has been answered and has heard what it should hear first."""

    sid: str


@dataclass(frozen=True, slots=True)
class Lost(Signal):
    """A leg that was dialled, or that comes out of a queue, is over before it was joined."""

    sid: str
    status: str


@dataclass(frozen=True, slots=True)
class Joined(Signal):
    """Another leg begins to talk with this one."""

    sid: str


@dataclass(frozen=True, slots=True)
class Parted(Signal):
    """The other leg talks no more; `moved` when it goes on elsewhere."""

    sid: str
    moved: bool = False


CALL = frozenset({"call"})
