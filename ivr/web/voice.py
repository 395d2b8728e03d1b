"""Turns over HTTP: the number's voice URL, and every URL a turn's document leads back to."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from ivr.flow.events import CallStarted, Event, LeftQueue, Resumed
from ivr.service.one_turn import Request, Taken
from ivr.twiml.document import hangup, redirect, say_and_go
from ivr.twiml.request import QUEUE_NOTICES, read_event
from ivr.web import faults
from ivr.web.door import Answer, Knock, View, answer, noted
from ivr.web.log import log_turn
from ivr.web.rooms import offer_of, reconnected

FAR_AHEAD = 10**9
"""The turn of a URL that names none: further than the call, so the question is asked again."""


def incoming(knock: Knock) -> Answer:
    """A caller rings."""
    return _turn(knock, 0, CallStarted)


def turn(knock: Knock) -> Answer:
    """A gather, a recording, a redirect or a dial has ended; who puts the phone down in a room takes no turn."""
    n = turn_number(knock)
    if "o" not in knock.form:
        return _turn(knock, n, Resumed if "r" in knock.form else lambda: read_event(knock.form))
    if knock.form.get("CallStatus") == "completed":
        return _told_of_queue(knock, "hangup")
    offer, inside = offer_of(knock), _was_inside(knock)
    if words := reconnected(knock, offer, inside):
        return answer(say_and_go(words, f"/voice/turn?n={n}&r=0"))
    again = faults.talk_path(n, offer, knock.form.get("DialCallStatus", ""))
    return _turn(knock, n, lambda: knock.services.rooms.caller_out(offer, inside), again)


def _was_inside(knock: Knock) -> bool | None:
    """Tell whether a caller is back from a room that ended; None when the form that told it is lost."""
    told = knock.form.get("DialCallStatus")
    return None if told is None else told == "answered"


def queue_left(knock: Knock) -> Answer:
    """The caller is out of the queue: by a talk, a wish or a failure; or we are only told of it."""
    result, entry, n = knock.form.get("QueueResult", ""), knock.form.get("e", "")[:100], turn_number(knock)
    if result in QUEUE_NOTICES:
        return _told_of_queue(knock, result)
    return _turn(knock, n, lambda: _left(knock, entry), faults.left_path(n, entry, result))


def _told_of_queue(knock: Knock, result: str) -> Answer:
    faults.keep(knock, lambda: knock.services.notices.left_queue(knock.leg.sid, result))
    return answer(redirect("/voice/resume"))


def _left(knock: Knock, entry: str) -> Event:
    event = read_event(knock.form)
    if isinstance(event, LeftQueue) and event.result == "wish":
        return replace(event, wish=knock.services.waits.wished(entry))
    return event


def resume(knock: Knock) -> Answer:
    """Say what this leg should be doing now: on the way to an agent who waits in a room, or what its last turn said."""
    result = knock.form.get("QueueResult", "")
    if result in QUEUE_NOTICES:
        return _told_of_queue(knock, result)
    document = faults.carry(knock, lambda: kept_answer(knock), "/voice/resume?f=1")
    return _turn(knock, 0, Resumed) if document is None else answer(document)


def kept_answer(knock: Knock) -> str | None:
    """Give the document of what this leg should be doing now; None of a call that has not begun."""
    row = knock.services.turns.store.read_call(knock.leg.sid)
    if row is None:
        return None
    offer = knock.services.rooms.waiting_for(knock.leg.sid)
    if offer is not None:
        return redirect(f"/voice/talk?o={offer}")
    away = knock.services.waits.away(knock.leg.sid)
    if away is not None:
        return redirect(faults.left_path(row.turn, away, "leave"))
    return hangup() if row.ending else row.answer


def status(knock: Knock) -> Answer:
    """The carrier tells how the call is getting on."""
    given, sequence = knock.form.get("CallStatus", ""), knock.number("SequenceNumber") or 0
    return noted(faults.keep(knock, lambda: knock.services.notices.status(knock.leg.sid, given, sequence)))


def recording(knock: Knock) -> Answer:
    """The carrier tells what became of a recording."""
    facts = {name: knock.form[name][:1000] for name in _RECORDING_FACTS if name in knock.form}
    return noted(faults.keep(knock, lambda: knock.services.notices.recording(_recorded(knock), facts)))


def _recorded(knock: Knock) -> str:
    """Name the call that was recorded: of a talk, the caller's."""
    talked = knock.services.rooms.call_of(offer_of(knock)) if "o" in knock.form else None
    return talked or knock.leg.sid


_RECORDING_FACTS = ("CallSid", "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration")


def turn_number(knock: Knock) -> int:
    """Give the turn the URL names."""
    n = knock.number("n")
    return FAR_AHEAD if n is None else n


def _turn(knock: Knock, n: int, read: Callable[[], Event], again: str = "") -> Answer:
    began = time.perf_counter()
    leg, turns = knock.leg, knock.services.turns

    def take() -> tuple[Request, Taken]:
        asked = Request(leg.sid, n, read(), leg.caller, leg.called)
        return asked, turns.take(asked)

    done = faults.carry(knock, take, again or f"/voice/turn?n={n}")
    seconds = time.perf_counter() - began
    knock.services.counts.took(seconds)
    if isinstance(done, str):
        return answer(done)
    asked, taken = done
    knock.services.counts.turn(taken)
    log_turn(asked, taken, seconds)
    return answer(taken.answer)


VOICE: Mapping[str, View] = {
    "/voice/incoming": incoming,
    "/voice/turn": turn,
    "/voice/queue/left": queue_left,
    "/voice/resume": resume,
    "/voice/status": status,
    "/voice/recording": recording,
}
