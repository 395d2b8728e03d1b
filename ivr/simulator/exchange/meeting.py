"""A leg in a room: what it hears while it waits, talks or is held, until it leaves. https://www.twilio.com/docs/voice/twiml/conference"""

from collections.abc import Mapping

from ivr.simulator import events
from ivr.simulator.effects import Aside, Heard, Key, Listen, Moment, Now, Signal, Sound, Steps, Wait
from ivr.simulator.exchange.nesting import HOLD_MUSIC, QUIET_VERBS, Load, through
from ivr.simulator.office.place import Place
from ivr.simulator.office.rooms import Participant, Turned
from ivr.simulator.outcomes import Fatal, Goto, HungUp, Meet, Moved, Outcome, RoomOver, Roused
from ivr.simulator.twiml.document import Document
from ivr.simulator.twiml.talking import HEARING, LONGEST_TALK, answer

# https://www.twilio.com/docs/api/errors/13238
BAD_VERB = 13238
ANSWERED: Mapping[str, str] = {"DialCallStatus": "answered", "DialBridged": "true"}


def meet(ask: Meet, place: Place, load: Load) -> Steps[Outcome | None]:
    """Enter the room and stay; then give the action, or None for the next verb."""
    rooms = place.office.rooms
    own = load
    try:
        if ask.wish.wait_url and rooms.would_wait(ask.room, ask.wish):
            # Who cannot have the wait document does not get in.
            load = _after((yield from _fetched(Goto(ask.wish.wait_url, ask.wish.wait_method), own)), own)
    except Fatal as fatal:
        yield events.Error(fatal.code, "error", fatal.message)
        return _failed(ask)
    entered = rooms.enter(ask.room, place.leg.sid, place.leg.account, ask.wish)
    if isinstance(entered, Turned):
        yield events.Error(entered.code, "error", entered.message)
        return _failed(ask)
    yield from answer(place.leg)
    yield events.Joined(ask.room)
    try:
        yield from _stay(entered, ask, load if entered.hears == "wait" else own)
    except HungUp as hung:
        rooms.leave(entered, "participant_hung_up", "completed")
        if ask.action and place.unsure.dial_action_on_hangup:
            return Goto(ask.action, ask.method, ANSWERED, hung)
        raise
    except Moved:
        rooms.leave(entered, "participant_updated_via_api", "in-progress")
        yield events.Left(ask.room)
        if ask.action and place.unsure.dial_action_when_moved:
            yield Aside(ask.action, ask.method, {**place.params, **ANSWERED})
        raise
    except Fatal as fatal:
        rooms.leave(entered, "participant_hung_up", "in-progress")
        yield events.Error(fatal.code, "error", fatal.message)
        return _failed(ask)
    rooms.leave(entered, "participant_hung_up", "in-progress")
    yield events.Left(ask.room)
    return Goto(ask.action, ask.method, ANSWERED) if ask.action else None


def _failed(ask: Meet) -> Goto | None:
    return Goto(ask.action, ask.method, {"DialCallStatus": "failed", "DialBridged": "false"}) if ask.action else None


def _fetched(goto: Goto, load: Load) -> Steps[tuple[Document, Place]]:
    document, place = yield from load(goto)
    for element in document.verbs:
        if element.tag not in QUIET_VERBS:
            raise Fatal(BAD_VERB, f"<{element.tag}> may not stand in a conference's wait document")
    return document, place


def _after(first: tuple[Document, Place], load: Load) -> Load:
    """Give what was loaded already, and then load."""
    loaded = [first]

    def again(goto: Goto) -> Steps[tuple[Document, Place]]:
        return loaded.pop() if loaded else (yield from load(goto))

    return again


def _stay(me: Participant, ask: Meet, load: Load) -> Steps[None]:
    """Be in the room until it ends, the time is up or the leg's own star ends it."""
    began: float = yield Now()
    try:
        while me.is_in or me.lingers:
            left = began + ask.limit - (yield Now())
            try:
                if left <= 0 or (yield from _hear(me, ask, load, left)):
                    return
            except Roused:
                continue
            except RoomOver:
                return
    finally:
        me.stays = False


def _hear(me: Participant, ask: Meet, load: Load, left: float) -> Steps[bool]:
    """Hear what is to be heard now; tell whether the leg wants to leave."""
    if me.announcement:
        (url, method), me.announcement = me.announcement, None
        yield from through(Goto(url, method), load, "an announcement", BAD_VERB)
        return False
    match me.hears:
        case "wait":
            yield from _sound(me.wish.wait_url, me.wish.wait_method, load, "a conference's wait document")
            # What waits in a room falls silent at the end of its document, unlike in a queue.
            yield Wait(left, Sound.QUIET)
        case "hold":
            yield from _sound(me.hold_url, me.hold_method, load, "a hold document")
            me.lingers = False
            if me.is_in:
                yield Wait(left, Sound.QUIET)
        case "talk":
            return (yield from _talk(ask, left))
    return False


def _sound(url: str | None, method: str, load: Load, what: str) -> Steps[None]:
    if url is None:
        yield events.Play(HOLD_MUSIC)
        yield Wait(LONGEST_TALK, Sound.AUDIO)
    elif url:
        yield from through(Goto(url, method), load, what, BAD_VERB)


def _talk(ask: Meet, left: float) -> Steps[bool]:
    yield events.Talk(ask.room)
    yield Listen(Moment("talk"))
    until = (yield Now()) + left
    while True:
        heard: Heard | Signal | None = yield Wait(until - (yield Now()), Sound.AUDIO, HEARING)
        match heard:
            case None:
                return True
            case Key("*") if ask.star:
                return True
            case Key(key):
                yield events.Remark(f"the key {key} was pressed in a room: it is heard, and reported to nobody")
