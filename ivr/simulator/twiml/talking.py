"""Two legs that talk: until one of them goes, moves on, presses star where that ends it, or the time is up."""

from dataclasses import dataclass
from typing import Literal

from ivr.simulator import events
from ivr.simulator.effects import CALL, Heard, Key, Listen, Moment, Now, Parted, Signal, Sound, Steps, Wait
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Moved

# https://www.twilio.com/docs/voice/twiml/dial: four hours
LONGEST_TALK = 14400.0
HEARING = CALL | {"dtmf"}


@dataclass(frozen=True, slots=True)
class Talked:
    """How long a talk was, in seconds, and what ended it."""

    seconds: float
    by: Literal["self", "other", "moved", "star", "limit"]


def answer(leg: Leg) -> Steps[None]:
    """Answer a leg that a Dial with answerOnBridge has left ringing until now."""
    if leg.answered is None:
        leg.status, leg.answered = "in-progress", (yield Now())
        yield events.Answered()


def talk(place: Place, other: str, limit: float = LONGEST_TALK, star: bool = False) -> Steps[Talked]:
    """Talk with a leg that this one has been joined to; whatever ends it, the other leg is told."""
    began: float = yield Now()
    yield from answer(place.leg)
    yield events.Talk(place.office.name(other))
    yield Listen(Moment("talk"))
    try:
        while (left := began + limit - (yield Now())) > 0:
            heard: Heard | Signal | None = yield Wait(left, Sound.AUDIO, HEARING)
            match heard:
                case Parted(sid, moved) if sid == other:
                    return Talked((yield Now()) - began, "moved" if moved else "other")
                case Key("*") if star:
                    return Talked((yield Now()) - began, "star")
                case Key(key):
                    yield events.Remark(f"the key {key} was pressed while talking: it is heard, and reported to nobody")
        return Talked(limit, "limit")
    except Moved:
        place.office.bridges.part(place.leg.sid, moved=True)
        raise
    finally:
        place.office.bridges.part(place.leg.sid)
