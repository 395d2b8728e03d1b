"""Conferences: /Conferences. The list shows a change a little late; a conference itself is always as it is."""

from datetime import datetime, timedelta
from typing import Any

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.rooms import Room
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.written import VERSION, rfc2822, uri

LAG = timedelta(seconds=2)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    """List conferences by name, status and date, as they were when the list was last made."""
    then = exchange.clock.now() - (LAG if exchange.office.unsure.lists_lag else timedelta())
    rows = [
        room
        for room in reversed(list(exchange.office.rooms))
        if room.created <= then
        and asked.text("FriendlyName") in ("", room.name)
        and asked.text("Status") in ("", _status(room, then))
        and asked.within("DateCreated", room.created)
        and asked.within("DateUpdated", _updated(room, then))
    ]
    return page(asked, "conferences", rows, lambda row: row.sid, lambda row: _show(exchange, row, then))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """End a conference, or let everybody in it hear a document."""
    room = found(exchange, asked)
    if room.status == "completed":
        raise Refusal(400, 20001, "The conference has ended")
    if asked.choice("Status", ("", "completed"), ""):
        exchange.office.rooms.end(room)
    elif url := asked.url("AnnounceUrl"):
        for participant in room.participants:
            exchange.office.rooms.announce(participant, url, asked.method("AnnounceMethod"))
    return shown(_show(exchange, room))


def found(exchange: Exchange, asked: Asked) -> Room:
    """Give the conference whose SID the path names."""
    if (room := exchange.office.rooms.by_sid.get(asked["Conference"])) is None:
        raise asked.missing()
    return room


def _status(room: Room, at: datetime | None = None) -> str:
    """Tell a conference's status, as it was at a moment that is past."""
    if at is None:
        return room.status
    if room.ended and room.ended <= at:
        return "completed"
    return "in-progress" if room.started and room.started <= at else "init"


def _updated(room: Room, at: datetime | None = None) -> datetime:
    return max(moment for moment in (room.created, room.started, room.ended) if moment and (at is None or moment <= at))


def _show(exchange: Exchange, room: Room, at: datetime | None = None) -> dict[str, Any]:
    account, status = exchange.account.sid, _status(room, at)
    is_over = status == "completed"
    parts = {name.lower(): uri(account, "Conferences", room.sid, name) for name in ("Participants", "Recordings")}
    return {
        "sid": room.sid,
        "account_sid": account,
        "api_version": VERSION,
        "friendly_name": room.name,
        "status": status,
        "region": "us1",
        "reason_conference_ended": room.reason if is_over else None,
        "call_sid_ending_conference": (room.ended_by or None) if is_over else None,
        "date_created": rfc2822(room.created),
        "date_updated": rfc2822(_updated(room, at)),
        "uri": uri(account, "Conferences", room.sid),
        "subresource_uris": parts,
    }
