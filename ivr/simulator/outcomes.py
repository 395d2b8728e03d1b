"""What comes of a verb, where a leg goes next or how it ends, and what may break into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.simulator.effects import Progress


class Interrupt(Exception):
    """Thrown into a leg wherever it waits."""


class HungUp(Interrupt):
    """The person on the leg is gone, or the carrier ends it."""

    def __init__(self, reason: str, by: str = "caller") -> None:
        super().__init__(reason)
        self.reason, self.by = reason, by


class Moved(Interrupt):
    """The application sends the leg to another document by REST."""

    def __init__(self, goto: "Goto") -> None:
        super().__init__(goto.url)
        self.goto = goto


class PickedUp(Interrupt):
    """Somebody takes the caller out of a queue to talk."""


class Roused(Interrupt):
    """What a participant should hear has changed: the room has started, it is held or no longer held."""


class RoomOver(Interrupt):
    """The room has ended, or the participant was taken out of it; the leg goes on with its own document."""


class Fatal(Exception):
    """What Twilio cannot go on after; the fallback is asked next."""

    def __init__(self, code: int, message: str, final: bool = False) -> None:
        super().__init__(message)
        self.code, self.message, self.final = code, message, final


@dataclass(frozen=True, slots=True)
class Goto:
    """Run the document at `url` next, or `twiml` itself. With `after`, the request is a notice of a call that is already over."""

    url: str
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict)
    after: HungUp | None = None
    is_rescue: bool = False
    twiml: str | None = None


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


@dataclass(frozen=True, slots=True)
class Wish:
    """How a leg wants to be in a room: the attributes of <Conference>. `wait_url` None is the carrier's own music, empty is silence."""

    label: str = ""
    muted: bool = False
    beep: str = "true"
    start: bool = True
    end: bool = False
    wait_url: str | None = None
    wait_method: str = "POST"
    most: int = 250
    coach: str = ""
    progress: Progress | None = None
    record: bool = False
    recording: Progress | None = None


@dataclass(frozen=True, slots=True)
class Meet:
    """Enter a room. Without `action` the next verb runs afterwards."""

    room: str
    action: str | None
    method: str
    limit: float
    wish: Wish
    star: bool = False


Outcome = Goto | End | LeaveQueue | Park | Meet
