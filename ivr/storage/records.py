"""The rows that pass through the store.

State, answers, facts, stories and other structured columns are text that the store neither reads nor changes.
Telephone numbers of callers appear only as a keyed hash and a sealed form (`sealed.py`); whatever may hold what a caller said or
keyed is sealed too. All moments are aware datetimes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

SEALED = {"sealed": True}
"""Marks a field that may hold what a caller said or keyed: it is encrypted on its way in and opened on its way out."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call between two turns. `turn` is the next to be taken; `answer` is what the turn before it said."""

    sid: str
    turn: int
    version: str
    state: str = field(metadata=SEALED)
    answer: str = field(metadata=SEALED)
    caller_hash: str
    caller_sealed: str
    called: str
    started_at: datetime
    hung_up_at: datetime | None = None
    closed_at: datetime | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """How the caller of a number wants to be spoken to; an empty pace is the normal one."""

    language: str
    pace: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One who waits in a queue, in line by `place_at`: the arrival less the queue's head start.

    `state` is waiting, away (a wish is being carried out), callback (waits at home for our call), talking, gone or done.
    `not_to` are the staff numbers, separated by commas, of those whom the caller wants somebody else than.
    """

    id: str
    call_sid: str
    queue: str
    arrived_at: datetime
    place_at: datetime
    language: str
    story: str = field(metadata=SEALED)
    state: str = "waiting"
    wish: str = ""
    not_to: str = ""


Ahead = Mapping[tuple[str, str], int]
"""How many come before one in line, by their queue and language."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a line stands for one who would join it: who comes before them, and how many wait in each queue."""

    ahead: Ahead
    waiting: Mapping[str, int]


UNANSWERED = frozenset({"received", "working", "escalated"})
OPEN = UNANSWERED | {"waiting"}
"""The states of a ticket that somebody has still to answer, and of one that is not settled."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a caller told us, numbered. The same `key` opens the same ticket, however often.

    `account` is the wallet's name of whose ticket it is; `wallet` the wallet's own reference of what was done there.
    """

    kind: str
    category: str
    call_sid: str
    caller_hash: str
    text: str = field(metadata=SEALED)
    language: str
    opened_at: datetime
    key: str
    account: str | None = None
    recording: str = "{}"
    items: str = field(default="{}", metadata=SEALED)
    state: str = "received"
    wallet: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """A call we promised to make. `number` is the reference the caller was told, not a telephone number.

    `state` is booked, reached (who was called pressed the key), moved (to another time), rang (the caller called us before) or given_up.
    The `entry` keeps its place in line. So many `tries` were made, the last `rung_at` by the call `leg`, which `is_ringing`
    until we know that it is over; the next is not before `next_at`.
    """

    call_sid: str
    caller_hash: str
    number_sealed: str
    queue: str
    window_from: datetime
    window_until: datetime
    booked_at: datetime
    key: str
    state: str = "booked"
    entry: str = ""
    tries: int = 0
    next_at: datetime | None = None
    leg: str = ""
    rung_at: datetime | None = None
    is_ringing: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a caller said before hanging up, kept for the next call."""

    kind: str
    caller_hash: str
    call_sid: str
    slots: str = field(metadata=SEALED)
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A text or a mail to be sent by a job. `kind` is sms or mail; `id` is given by the store.

    It goes to a number, or to whatever number the wallet has of an `account` when it is sent. `until` is for one that is of no use
    afterwards, and whose body is forgotten once it is sent. `state` is queued, sending (from the first try on, since `tried_at`), sent
    (the carrier knows it as `carrier_sid`), or failed for a `reason`.
    """

    kind: str
    to_hash: str
    to_sealed: str
    body: str = field(metadata=SEALED)
    language: str
    call_sid: str
    queued_at: datetime
    key: str
    state: str = "queued"
    account: str = ""
    until: datetime | None = None
    tried_at: datetime | None = None
    carrier_sid: str = ""
    reason: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as the carrier last described it. Of two descriptions the one with the higher `sequence` stands.

    `sha256` is that of the sound when we have it ourselves.
    """

    sid: str
    call_sid: str
    url: str
    seconds: int
    status: str
    sequence: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done later, leased to one worker at a time. `attempts` counts this one."""

    id: int
    kind: str
    key: str
    data: str
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Switch:
    """What staff turned on without publishing menus: an incident, a closure of a queue, or an announcement. It ends by itself.

    `words` are texts by language; a closure has a `queue` instead. `id` is given by the store.
    """

    kind: str
    until: datetime
    begun_at: datetime
    begun_by: str
    words: str = "{}"
    queue: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """How a caller marked a talk: `score` from 1, very satisfied, to 5; `solved` is yes, no, or empty when not told."""

    call_sid: str
    caller_hash: str
    queue: str
    score: int
    at: datetime
    solved: str = ""


@dataclass(frozen=True, slots=True)
class AskedMark:
    """A mark that a number was asked for by text: of the talk of a call, or of the answer to a `ticket`. `score` is None until it comes."""

    call_sid: str
    caller_hash: str
    queue: str
    language: str
    at: datetime
    ticket: str = ""
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """One of a caller's tries at what is watched: `subject` is a keyed hash of whose account or number it is, `place` counts them up.

    It is asked until the answer is known: then a wrong one counts, and a right one is forgotten.
    """

    subject: str
    place: int
    call_sid: str
    at: datetime
    counted: bool


@dataclass(frozen=True, slots=True)
class Code:
    """The newest one-time code of an account, both as keyed hashes. It is for one call, and of use once."""

    account: str
    hash: str
    call_sid: str
    sent_at: datetime
    tries: int = 0
    used: bool = False


@dataclass(frozen=True, slots=True)
class Over:
    """Whose time is over: calls that were closed `before` a moment, those with a ticket of the kinds `longer` before an earlier one.

    A call with a ticket in one of the states `unsettled` stays.
    """

    before: datetime
    longer_before: datetime
    longer: tuple[str, ...]
    unsettled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A call by when it was closed, and whether a ticket holds it."""

    sid: str
    at: datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What an operator watches: who waits, by queue; how calls ended that were closed within the hour; jobs that are due or fail;
    and places in line that are older than any call can be."""

    waiting: Mapping[str, int]
    endings: Mapping[str, int]
    jobs_due: int
    jobs_late_seconds: float
    jobs_failing: int
    left_in_line: int
