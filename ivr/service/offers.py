"""A call held out to an agent: each step of an offer's life, as a part of an open unit of work.

Whoever notices a step first takes it; noticing it again changes nothing. What is to be asked of the carrier is planned in the same commit.
A step that changes more of a room than one offer into it changes, or locks, who owns it first: so no two wait for each other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ivr.storage.base import Unit
from ivr.storage.floor_records import BROWSER, DIALLING, HEARD, TELEPHONE, Intent, OfferRow

CALL, DEQUEUE, DIAL, END, RESUME = "call", "dequeue", "dial", "end", "resume"
HOLD, PAUSE, SPEAK, HAND_OVER = "hold", "pause", "speak", "hand_over"
NOBODY, CHECKED = "nobody", "checked"
"""What an agent in a room is told, who alone hears it: that nobody comes whom they asked for, and how well the caller is known by now."""
OWNER, GUEST, EAR, COACH, VOICE = "owner", "guest", "ear", "coach", "voice"
OPEN_FOR = timedelta(seconds=30)
"""How long a call is held out to an agent whose telephone is not answered: it rings for 20 s of it."""
HEARD_FOR = timedelta(seconds=45)
"""How long from the answer: the words about one of whom all is known take 36 s, and the key after them 5 s."""
SHOWN_FOR = timedelta(seconds=20)
"""How long to an agent in a browser, where nothing is to be heard first."""
DIALS_FOR = timedelta(seconds=15)
"""How long a browser may take to dial in."""
WRAP_UP = timedelta(seconds=20)
"""After a talk who owned it is left to write it down for so long; others have nothing to write."""
LEG_ENDS_WITHIN, RINGS_FOR = timedelta(seconds=3), timedelta(seconds=25)
"""How long an agent's leg may live on once we are done with it: one we can hang up on, and one we do not know, which rings 20 s at most."""
MOST_REFUSALS = 3
"""After so many in a row an agent is taken to be away."""
AT_HOME = "callback"
"""An entry whose caller waits at home to be called."""
AWAY = "away"
"""The state of an entry whose caller does something else, by a wish."""
BEFORE_TALK, IN_ROOM = ("open", "accepted", "joined"), ("joined", "connecting", "talking")


def hold_out(unit: Unit, offer: OfferRow) -> bool:
    """Hold a call out to an agent, and have the telephone rung of one who has one.

    False if either has an offer already, or the caller waits no longer.
    """
    # a move that changes nothing: who leaves the line at this moment waits until the offer is there to be withdrawn
    waits = any(unit.turn_entry(offer.entry, state, state) for state in ("waiting", AT_HOME))
    return waits and ask_in(unit, offer)


def ask_in(unit: Unit, offer: OfferRow) -> bool:
    """Ask an agent to come, and have the telephone rung of one who has one. False if they have an offer already."""
    if not unit.open_offer(offer):
        return False
    if not _is_by_browser(unit, offer):
        unit.plan(Intent(CALL, offer.id, offer.offered_at))
    return True


def opened_late(now: datetime) -> Mapping[str, datetime]:
    """Tell since when an offer is late that is open, by how its agent answers and has answered, or taken, while a browser is dialling."""
    return {TELEPHONE: now - OPEN_FOR, HEARD: now - HEARD_FOR, BROWSER: now - SHOWN_FOR, DIALLING: now - DIALS_FOR}


def accept(unit: Unit, offer: OfferRow, leg: str, now: datetime) -> bool:
    """Let the agent have the call; False when it is too late. The same leg may ask twice: of a browser "", until it has dialled in."""
    if unit.move_offer(offer.id, ["open"], "accepted", now):
        unit.keep_leg(offer.id, leg)
        unit.rest_agent(offer.agent, now)
        return True
    kept = unit.offer(offer.id)
    return kept is not None and kept.state == "accepted" and kept.leg == leg


def dialled_in(unit: Unit, offer: OfferRow, leg: str, now: datetime) -> bool:
    """The browser of an agent who wants the call has dialled in; False when that is too late, or one has already. It may ask twice."""
    if unit.move_offer(offer.id, ["accepted"], "accepted", now):
        unit.keep_leg(offer.id, leg)
    kept = unit.offer(offer.id)
    return kept is not None and kept.state in ("accepted", "joined") and kept.leg == leg


def decline(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The agent does not want the call; whoever refuses too often in a row is away. Not to be asked in by another does not count."""
    agent = unit.agent(offer.agent)
    if agent is not None and _ends(unit, offer, ["open"], "declined", now):
        refusals = agent.refusals + (offer.role == OWNER)
        if refusals < MOST_REFUSALS:
            unit.rest_agent(agent.id, now, refusals)
        else:
            unit.turn_agent(agent.id, "away", now)


def expire(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """An offer is open no longer: the telephone is to ring no more. Nobody is away for a telephone that may never have rung.

    One that was taken is lost when no browser has dialled in.
    """
    if offer.state == "accepted":
        agent_gone(unit, offer, now)
        return
    if (not_answered if offer.leg or _is_by_browser(unit, offer) else _failed)(unit, offer, now):
        unit.plan(Intent(END, offer.id, now))


def not_answered(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    """Nobody took the call in time: the agent is away until they say otherwise. False when it is open no longer."""
    return _ends(unit, offer, ["open"], "unanswered", now) and unit.turn_agent(offer.agent, "away", now)


def heard(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The agent's telephone is answered, and told whose call it is: from now on the offer is not as it was made."""
    unit.move_offer(offer.id, ["open"], "open", now)


def cut_off(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    """The leg that an agent answered is over. Who was never told whose call it was did not refuse it, and is not away."""
    is_unheard = offer.changed_at == offer.offered_at
    return (is_unheard and _failed(unit, offer, now)) or agent_left(unit, offer, now)


def joined(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The agent is in the room: the caller may be taken out of the line, or called who waits at home."""
    if unit.move_offer(offer.id, ["accepted"], "joined", now) and not call_home(unit, offer.entry, now):
        unit.plan(Intent(DEQUEUE, offer.id, now))


def call_home(unit: Unit, entry: str, now: datetime) -> bool:
    """Have whoever waits at home with this entry called. False if nobody does."""
    callback = unit.open_callback(entry)
    if callback is not None:
        unit.plan_again(Intent(DIAL, callback.number, now))
    return callback is not None


def connect(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    """The caller is out of the line and on the way to the room; False when there is nobody to talk to. It may be asked twice."""
    entry = unit.entry(offer.entry)
    if entry is None or entry.state == AWAY:  # an agent has them asked who they are
        return False
    if unit.move_offer(offer.id, ["joined"], "connecting", now):
        unit.turn_entry(offer.entry, "waiting", "talking")
        return True
    kept = unit.offer(offer.id)
    return kept is not None and kept.state in ("connecting", "talking")


def guest_in(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """One who was asked in, or listens, is in the room; whose owner is gone by then, nobody needs there."""
    owner = unit.lock_owner(offer)
    if owner is None or owner.state not in IN_ROOM:
        dismiss(unit, offer, now)
    else:
        if offer.role == GUEST:
            unit.end_consult(owner.id, "answered")
        unit.move_offer(offer.id, ["accepted"], "talking", now)


def talks(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """Both are in the room."""
    unit.move_offer(offer.id, ["connecting"], "talking", now)


def agent_left(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    """The agent's leg is over, or out of the room: the end of a talk, or the caller waits on as before. False when that was known.

    Who talks by telephone ends the talk by hanging up. Whoever is gone without a word otherwise is lost, and the caller waits again.
    """
    if offer.role != OWNER:
        return _guest_left(unit, offer, now)
    if not _goes_with_a_word(unit, offer) and unit.move_offer(offer.id, talking(offer), "over", now):
        pass
    elif unit.move_offer(offer.id, ["talking"], "failed", now):  # the room ends with them: the caller's call asks what is next
        unit.turn_entry(offer.entry, "talking", "waiting")
    elif unit.move_offer(offer.id, ["connecting"], "failed", now):
        unit.turn_entry(offer.entry, "talking", "waiting")
        unit.plan(Intent(RESUME, offer.id, now))
    elif not unit.move_offer(offer.id, ["accepted", "joined"], "failed", now):
        return not_answered(unit, offer, now)
    unit.rest_agent(offer.agent, now + WRAP_UP)
    _dismiss(unit, offer, now)
    return True


def end(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """An agent leaves a talk: their leg is to go, and with who owns it the room."""
    (without_caller if offer.role == OWNER else dismiss)(unit, offer, now)


def is_lost(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    """Tell a caller whose room ended whether the agent is lost; the room may end before anybody tells of the agent's leg."""
    if not _goes_with_a_word(unit, offer):
        return False
    agent_left(unit, offer, now)
    kept = unit.offer(offer.id)
    return kept is not None and kept.state == "failed"


def agent_gone(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The agent is not in the room, as far as the carrier knows; a leg that goes on all the same is ended."""
    if agent_left(unit, offer, now):
        unit.plan(Intent(END, offer.id, now))


def astray(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The agent is in the room and the caller, who is on the line, is not: the caller waits again, and is brought back into line."""
    if unit.move_offer(offer.id, ["joined", "connecting", "talking"], "failed", now):
        unit.turn_entry(offer.entry, "talking", "waiting")
        _rest(unit, offer, now)
        _dismiss(unit, offer, now)
        unit.plan(Intent(RESUME, offer.id, now))
        unit.plan(Intent(END, offer.id, now))


def leave(unit: Unit, call_sid: str, state: str, now: datetime) -> None:
    """A caller leaves the line, or the talk, for good: `state` is gone or done."""
    unit.leave_queue(call_sid, state)
    for offer in unit.offers_of_call(call_sid):
        without_caller(unit, offer, now)


def withdraw(unit: Unit, entry: str, now: datetime) -> None:
    """Whoever waits with this entry is away for a while: nobody is to take it now."""
    offer = unit.offer_of(entry)
    if offer is not None:
        without_caller(unit, offer, now)


def without_caller(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The caller of an offer is not there any more: it is withdrawn, or the talk is over, for all who are in it."""
    dismiss(unit, offer, now)
    _dismiss(unit, offer, now)


def dismiss(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """Nobody needs an agent in a room, or on the way to it, any more."""
    if offer.role == OWNER and _ends(unit, offer, ["connecting", *talking(offer)], "over", now):
        unit.rest_agent(offer.agent, now + WRAP_UP)
    elif _ends(unit, offer, BEFORE_TALK, "withdrawn", now) or _ends(unit, offer, ["talking"], "over", now):
        _rest(unit, offer, now)
    else:
        return
    unit.plan(Intent(END, offer.id, now))


def _dismiss(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """With who owns a room all others go, and nobody is asked into it any more."""
    unit.end_consult(offer.id, "over")
    for other in unit.others_in(offer):
        dismiss(unit, other, now)


def _guest_left(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    if not (_ends(unit, offer, ["talking"], "over", now) or _ends(unit, offer, ["accepted"], "failed", now)):
        return not_answered(unit, offer, now)
    _rest(unit, offer, now)
    return True


def _failed(unit: Unit, offer: OfferRow, now: datetime) -> bool:
    """Nobody was asked: the call is for another agent, for now. False when it is open no longer."""
    if not _ends(unit, offer, ["open"], "failed", now):
        return False
    _rest(unit, offer, now)
    return True


def _ends(unit: Unit, offer: OfferRow, before: Sequence[str], after: str, now: datetime) -> bool:
    """Move an offer to its end. When a guest does not come, or goes, for whom the caller is on hold, they hear the talk again."""
    owner = unit.lock_owner(offer) if offer.role != OWNER else None
    if not unit.move_offer(offer.id, before, after, now):
        return False
    if owner is not None and offer.role == GUEST and ((asked := unit.consult(owner.id)) is None or asked.state != "open"):
        let_talk(unit, owner, now)  # nobody else may come
    return True


def let_talk(unit: Unit, owner: OfferRow, now: datetime) -> None:
    """Let a caller who is on hold for a guest's sake hear the talk again."""
    if owner.held_for and unit.wish_held(owner.id, is_held=False):
        unit.plan_again(Intent(HOLD, owner.id, now))


def talking(offer: OfferRow) -> list[str]:
    """Give the states of a talk: an agent whose caller is asked who they are has joined the room, and waits there."""
    return ["talking", "joined"] if offer.talked_at else ["talking"]


def _rest(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """Leave an agent alone for as long as the leg of this offer may live: a telephone that rings is not rung again."""
    may_ring = not offer.leg and not _is_by_browser(unit, offer)
    unit.rest_agent(offer.agent, now + (RINGS_FOR if may_ring else LEG_ENDS_WITHIN))


def _goes_with_a_word(unit: Unit, offer: OfferRow) -> bool:
    """Tell whether an agent would say so before they leave a talk: a browser does, and nobody leaves a caller on hold."""
    return offer.is_held or _is_by_browser(unit, offer)


def _is_by_browser(unit: Unit, offer: OfferRow) -> bool:
    agent = unit.agent(offer.agent)
    return agent is not None and agent.by == BROWSER
