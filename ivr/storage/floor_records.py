"""The rows of the floor that pass through the store: agents, offers, intents."""

from dataclasses import dataclass, field
from datetime import datetime

from ivr.storage.records import SEALED

TELEPHONE, BROWSER, OUTSIDE = "telephone", "browser", "outside"
"""How agents answer: rung at their number, or by a page that dials in. Who answers by browser has no number."""
HEARD = "heard"
"""What is done by an agent whose telephone is answered, and who has not pressed a key."""
DIALLING = "dialling"
"""What a browser does whose agent has taken a call, until its leg is known."""


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One who answers calls. `id` is the staff number callers hear; `skills`, what they do best first, and `languages`,
    their own first, are separated by commas.

    `state` is ready, from `ready_at` on, or away. Whether a call is held out to them, or they talk, is told by their offer.
    `refusals` counts those in a row. They answer `by` telephone or browser, and calls up to their `level` (`ivr.agents.model.Level`).
    """

    id: str
    number_sealed: str
    skills: str
    languages: str
    state: str
    ready_at: datetime
    refusals: int = 0
    by: str = TELEPHONE
    level: int = 1


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A call held out to an agent, and the talk that came of it; `leg` is the agent's call once it is known.

    `state` goes from open to accepted (the agent wants it), joined (is in the room), connecting (the caller is out of the line) and
    talking, since `talked_at`; it ends as declined, unanswered, withdrawn (the caller left the line), failed (the agent was lost before
    the talk) or over.

    The `role` in the room is owner, of whom there is one and with whom it ends, or guest, who was asked in. Who listens unasked is an
    ear, heard by nobody, a coach, whom the owner alone hears, or a voice, heard by all. The `room` is named after the offer that opened
    it, "" for this one; `conference` is the carrier's name for it. `is_held` and `is_paused` are what is wished: the caller hears music,
    the recording rests. `held_for` says for whose sake they hear it: one guest's offer, "guest" for whoever of a level comes, or "" if the
    agent wished it.
    """

    id: str
    entry: str
    agent: str
    offered_at: datetime
    changed_at: datetime
    state: str = "open"
    leg: str = ""
    talked_at: datetime | None = None
    role: str = "owner"
    room: str = ""
    conference: str = ""
    is_held: bool = False
    is_paused: bool = False
    held_for: str = ""

    @property
    def opener(self) -> str:
        """The offer after which the room is named."""
        return self.room or self.id


@dataclass(frozen=True, slots=True)
class Consult:
    """What an agent asked of a level of people, named by the `offer` of their talk: the last one of it.

    It is open until somebody came (answered), nobody did in time (unanswered), or it was taken back (over). `guest` is the offer to who
    was rung for it last, "" before anybody was; all who were rung for it are named in `rung`, separated by commas.
    """

    offer: str
    level: str
    asked_at: datetime
    state: str = "open"
    guest: str = ""
    rung: str = ""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What an agent wrote about a talk after it, named by its offer."""

    offer: str
    agent: str
    disposition: str
    note: str = field(metadata=SEALED)
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to be asked of the carrier: dial, about a callback, by its number (who waits at home); and about an offer call (the
    agent), dequeue (the caller), end (the agent's leg), resume (the caller's document), hold (the caller) and pause (the recording), or no
    longer, as the offer says, speak (let who does not own the room speak as their role says), hand_over (the room, to who owns it now),
    nobody and checked (tell who owns it that nobody comes, and how well the caller is known).

    `state` is planned, sent, done, refused, or unknown: no answer came, and it may have been done. `tries` counts since it was planned
    last, which it was `again` so many times: an answer to what was planned before settles nothing.
    """

    kind: str
    about: str
    due_at: datetime
    state: str = "planned"
    sent_at: datetime | None = None
    tries: int = 0
    error: str = ""
    id: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class Queued:
    """One who waits: of an entry what deciding whose turn it is takes."""

    id: str
    call_sid: str
    queue: str
    place_at: datetime
    language: str
    not_to: str


@dataclass(frozen=True, slots=True)
class FloorNow:
    """The floor at a moment: the offers that are open too long, the open consults, how many telephones are still to be rung, who is ready
    and held out nobody, who waits and is held out to nobody, on the line and at home, and which entries which agents did not take, and
    when last.
    """

    late: list[OfferRow]
    consults: list[Consult]
    unrung: int
    ready: list[AgentRow]
    queued: list[Queued]
    at_home: list[Queued]
    passed_over: list[tuple[str, str, datetime]]
