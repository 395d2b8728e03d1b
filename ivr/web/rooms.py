"""What the carrier asks and tells on the way to a talk: an agent's telephone, the caller's way into the room, and the room itself."""

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote

from ivr.errors import StorageError
from ivr.service.rooms import Seat, Words, room_of
from ivr.twiml.document import OVERRIDES, empty, hangup, redirect, reject
from ivr.twiml.rooms import agent_room, caller_room, hold_music, key_document, news_document, room_wait
from ivr.web import faults
from ivr.web.door import Answer, Knock, View, answer, noted
from ivr.web.queue import MUSIC

T = TypeVar("T")
log = logging.getLogger(__name__)
ANSWERED = "completed"
ENDED = frozenset({ANSWERED, "busy", "failed", "no-answer", "canceled"})
"""How a leg ends: one that was answered, and others."""
JOINED, LEFT = "participant-join", "participant-leave"


def offered(knock: Knock) -> Answer:
    """An agent answers the telephone."""
    words = _kept(knock, lambda: knock.services.rooms.whisper(offer_of(knock), knock.leg.sid))
    return answer(key_document(_spoken(knock, words), f"/voice/agent/answer?o={quote(offer_of(knock), safe='')}") if words else hangup())


def join(knock: Knock) -> Answer:
    """The browser of an agent who has taken a call dials in."""
    ticket, client = knock.form.get("ticket", "")[:200], knock.form.get("From", "")
    taken = _kept(knock, lambda: knock.services.desk.dialled_in(ticket, client, knock.leg.sid))
    return answer(_room(taken) if taken else reject())


def answered(knock: Knock) -> Answer:
    """An agent has pressed a key."""
    digits = knock.form.get("Digits", "")
    taken = _kept(knock, lambda: knock.services.rooms.answer(offer_of(knock), knock.leg.sid, digits))
    return answer(_room(taken) if taken else hangup())


def left(knock: Knock) -> Answer:
    """An agent is out of the room."""
    _note_left(knock)
    return answer(hangup())


def status(knock: Knock) -> Answer:
    """The carrier tells how an agent's leg is getting on."""
    if knock.form.get("CallStatus") == ANSWERED:
        return noted(faults.keep(knock, lambda: knock.services.rooms.cut_off(offer_of(knock))))
    return noted(_note_left(knock) if knock.form.get("CallStatus") in ENDED else True)


def room(knock: Knock) -> Answer:
    """The carrier tells who is in a room, and who is not any more."""
    event, label, rooms = knock.form.get("StatusCallbackEvent"), knock.form.get("ParticipantLabel", ""), knock.services.rooms
    conference = knock.form.get("ConferenceSid", "")[:64]
    if event == JOINED:
        return noted(faults.keep(knock, lambda: rooms.entered(offer_of(knock), label, conference)))
    return noted(event != LEFT or faults.keep(knock, lambda: rooms.left(offer_of(knock), label)))


def talk(knock: Knock) -> Answer:
    """A caller is out of the line: into the room, or back to where they were."""
    found = _kept(knock, lambda: knock.services.rooms.connect(offer_of(knock)))
    if not found:
        return answer(redirect("/voice/resume"))
    words, turn, opener = found
    return answer(caller_room(_spoken(knock, words), opener, room_of(opener), turn))


def reconnected(knock: Knock, offer: str, was_inside: bool | None) -> str | None:
    """Give what a caller hears whose agent is lost, though both were in the room; None of any other end of a talk."""
    words = _kept(knock, lambda: knock.services.rooms.lost(offer, was_inside))
    return _spoken(knock, words) if words else None


def news(knock: Knock) -> Answer:
    """An agent in a room is told what came of a wish of theirs. Without the store they hear nothing of it."""
    words = _kept(knock, lambda: knock.services.rooms.news(offer_of(knock), knock.form.get("what", "")[:64]))
    return answer(news_document(_spoken(knock, words)) if words else empty())


def wait(knock: Knock) -> Answer:
    """A caller is alone in the room."""
    return answer(room_wait(MUSIC + OVERRIDES))


def hold(knock: Knock) -> Answer:
    """A caller is held, until it is wished no longer: the carrier may have to hear that from here. Without the store the music goes on."""
    try:
        is_held = knock.services.patience.once(lambda: knock.services.rooms.is_held(offer_of(knock)))
    except StorageError:
        is_held = True
    return answer(hold_music(MUSIC + OVERRIDES, offer_of(knock)) if is_held else empty())


def offer_of(knock: Knock) -> str:
    """Give the offer that a request is about."""
    return knock.form.get("o", "")[:64]


def _note_left(knock: Knock) -> bool:
    return faults.keep(knock, lambda: knock.services.rooms.agent_left(offer_of(knock)))


def _kept(knock: Knock, take: Callable[[], T]) -> T | None:
    """Do what a leg waits for; None when the store does not come back in time."""
    try:
        return knock.services.patience.with_(take)
    except StorageError as error:
        log.error("call %s: %s could not be kept: %s", knock.leg.sid, knock.path, error)
        return None


def _room(seat: Seat) -> str:
    return agent_room(seat.offer, seat.opener, seat.room, seat.label)


def _spoken(knock: Knock, words: Words) -> str:
    return knock.services.renderer(words.flow, words.pace).words(words.says)


ROOMS: Mapping[str, View] = {
    "/voice/agent/offer": offered,
    "/voice/agent/answer": answered,
    "/voice/agent/join": join,
    "/voice/agent/left": left,
    "/voice/agent/news": news,
    "/voice/agent/status": status,
    "/voice/room": room,
    "/voice/room/wait": wait,
    "/voice/hold": hold,
    "/voice/talk": talk,
}
