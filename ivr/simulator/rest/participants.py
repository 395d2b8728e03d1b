"""Who is in a conference: /Conferences/{CF}/Participants, by CallSid or label. Who has left is not shown."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.rooms import Participant, Room
from ivr.simulator.outcomes import Goto
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.calls import ends, progress
from ivr.simulator.rest.conferences import found as conference_of
from ivr.simulator.rest.http import DELETED, Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.recordings import wish_of
from ivr.simulator.rest.written import rfc2822, uri

# What a new participant's parameters are called as attributes of <Conference>.
ATTRIBUTES = {
    "Label": "participantLabel",
    "Muted": "muted",
    "Beep": "beep",
    "StartConferenceOnEnter": "startConferenceOnEnter",
    "EndConferenceOnExit": "endConferenceOnExit",
    "WaitUrl": "waitUrl",
    "WaitMethod": "waitMethod",
    "MaxParticipants": "maxParticipants",
    "CallSidToCoach": "coach",
    "ConferenceRecord": "record",
    "ConferenceStatusCallback": "statusCallback",
    "ConferenceStatusCallbackMethod": "statusCallbackMethod",
    "ConferenceStatusCallbackEvent": "statusCallbackEvent",
    "ConferenceRecordingStatusCallback": "recordingStatusCallback",
}


def create(exchange: Exchange, asked: Asked) -> Answer:
    """Call somebody into a conference, named by its SID or, if it is yet to be, by its name."""
    to, caller = ends(exchange, asked)
    room = exchange.office.rooms.by_sid.get(asked["Conference"])
    given = {attribute: " ".join(asked.texts(name)) for name, attribute in ATTRIBUTES.items() if asked.has(name)}
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
    name = escape(room.name if room else asked["Conference"])
    flags = {
        "muted": asked.flag("Muted"),
        "start_conference_on_enter": asked.flag("StartConferenceOnEnter", True),
        "end_conference_on_exit": asked.flag("EndConferenceOnExit"),
    }
    records = wish_of(asked) if asked.flag("Record") else None
    leg, waits = exchange.call(
        to,
        caller,
        Goto("", twiml=f"<Response><Dial><Conference{attributes}>{name}</Conference></Dial></Response>"),
        ring_seconds=asked.whole("Timeout", 60, 1, 600, 21208),
        progress=progress(asked),
    )
    leg.records = records
    made = _written(exchange, leg.sid, room.sid if room else None, asked.text("Label") or None, "queued")
    return shown(made | flags | {"queue_time": str(round(waits * 1000))}, 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, _found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    def fits(row: Participant) -> bool:
        flags = {"Muted": row.muted, "Hold": row.held, "Coaching": bool(row.coaching)}
        return all(not asked.has(name) or asked.flag(name) == value for name, value in flags.items())

    rows = [row for row in reversed(conference_of(exchange, asked).participants) if fits(row)]
    return page(asked, "participants", rows, lambda row: row.sid, lambda row: _show(exchange, row))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """Mute, hold, announce to, coach, or let the room end with a participant."""
    participant, rooms = _found(exchange, asked), exchange.office.rooms
    # All is read before anything is done: what cannot be done is refused whole.
    muted, held = asked.flag("Muted", participant.muted), asked.flag("Hold", participant.held)
    hold, announcement = (_sound(asked, name, method) for name, method in (("Hold", "GET"), ("Announce", "POST")))
    ends, coached = asked.flag("EndConferenceOnExit", participant.end), _coached(asked, participant)
    if asked.has("Muted"):
        rooms.mute(participant, muted)
    if asked.has("Hold"):
        rooms.hold(participant, held, *hold)
    if announcement[0]:
        rooms.announce(participant, announcement[0], announcement[1])
    if coached is not None or asked.has("EndConferenceOnExit"):
        rooms.modify(participant, ends, coached)
    return shown(_show(exchange, participant))


def delete(exchange: Exchange, asked: Asked) -> Answer:
    """Take a participant out of the conference; the leg goes on with its document, which is not certain."""
    participant = _found(exchange, asked)
    exchange.office.rooms.kick(participant)
    if not exchange.office.unsure.deleted_leg_goes_on:
        exchange.end(exchange.legs[participant.sid], "completed")
    return DELETED


def _found(exchange: Exchange, asked: Asked) -> Participant:
    if (participant := conference_of(exchange, asked).find(asked["Participant"])) is None:
        raise asked.missing()
    return participant


def _sound(asked: Asked, name: str, usual: str) -> tuple[str | None, str]:
    return asked.url(f"{name}Url"), asked.method(f"{name}Method", usual)


def _coached(asked: Asked, participant: Participant) -> str | None:
    """Read whom a participant is to speak to alone: nobody is empty, and None leaves it as it is."""
    sid = asked.text("CallSidToCoach")
    if not asked.flag("Coaching", bool(sid)):
        return "" if asked.has("Coaching") else None
    if not sid:
        raise Refusal(400, 20001, "Coaching needs CallSidToCoach")
    if sid == participant.sid or participant.room.find(sid) is None:
        raise Refusal(400, 13240, f"CallSidToCoach {sid} is nobody else in the conference")
    return sid


def _show(exchange: Exchange, participant: Participant) -> dict[str, Any]:
    room: Room = participant.room
    created = rfc2822(participant.joined)
    return _written(exchange, participant.sid, room.sid, participant.label or None, "connected") | {
        "muted": participant.muted,
        "hold": participant.held,
        "coaching": bool(participant.coaching),
        "call_sid_to_coach": participant.coaching or None,
        "start_conference_on_enter": participant.start,
        "end_conference_on_exit": participant.end,
        "date_created": created,
        "date_updated": created,
    }


def _written(exchange: Exchange, call: str, room: str | None, label: str | None, status: str) -> dict[str, Any]:
    account, now = exchange.account.sid, rfc2822(exchange.clock.now())
    return {
        "account_sid": account,
        "call_sid": call,
        "conference_sid": room,
        "label": label,
        "status": status,
        "muted": False,
        "hold": False,
        "coaching": False,
        "call_sid_to_coach": None,
        "queue_time": None,
        "date_created": now,
        "date_updated": now,
        "uri": uri(account, "Conferences", room or "", "Participants", call),
    }
