"""Recordings: /Recordings, and those of one call or conference, with their control."""

from collections.abc import Callable, Mapping
from typing import Any

from ivr.simulator.effects import Progress
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.recordings import Recording
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import DELETED, Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.written import VERSION, rfc2822, uri
from ivr.simulator.sound import wav

RUNNING = frozenset({"in-progress", "paused"})
CURRENT = "Twilio.CURRENT"
# https://www.twilio.com/docs/api/errors/16101 and 16102: too short, and nothing but silence
ABSENT = 16102
EVENTS = frozenset({"in-progress", "completed", "absent"})


def start(exchange: Exchange, asked: Asked) -> Answer:
    """Begin to record a call that is in progress."""
    leg = exchange.legs.get(asked["Call"])
    if leg is None:
        raise asked.missing()
    if leg.status != "in-progress":
        raise Refusal(400, 21220, "Requested resource is not eligible for recording: the call is not in-progress")
    made = exchange.office.recordings.start("StartCallRecordingAPI", exchange.account.sid, wish_of(asked), call=leg.sid)
    return shown(_show(exchange, made), 201)


def listed(exchange: Exchange, asked: Asked) -> Answer:
    """List recordings, newest first: all, or those of the call or conference that the path names."""
    call = asked.names.get("Call") or asked.text("CallSid")
    room = asked.names.get("Conference") or asked.text("ConferenceSid")
    rows = [
        row
        for row in reversed(exchange.office.recordings.by_sid.values())
        if call in ("", row.call) and room in ("", row.room) and asked.within("DateCreated", row.started)
    ]
    return page(asked, "recordings", rows, lambda row: row.sid, lambda row: _show(exchange, row))


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, _found(exchange, asked)))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """Pause, resume or stop a recording that runs."""
    recording, recordings = _found(exchange, asked), exchange.office.recordings
    if recording.status not in RUNNING:
        raise Refusal(400, 21220, f"The recording is {recording.status}; only one that runs can be changed")
    match asked.choice("Status", ("paused", "in-progress", "stopped"), ""):
        case "paused":
            recordings.pause(recording, asked.choice("PauseBehavior", ("silence", "skip"), "silence") == "skip")
        case "in-progress":
            recordings.resume(recording)
        case _:
            recordings.stop(recording, exchange.office.carrier.recording)
    return shown(_show(exchange, recording))


def delete(exchange: Exchange, asked: Asked) -> Answer:
    del exchange.office.recordings.by_sid[_found(exchange, asked).sid]
    return DELETED


def media(exchange: Exchange, asked: Asked) -> Answer:
    """Give the sound, once it is there. It is a WAV file under either name, and says so."""
    recording = _found(exchange, asked)
    if recording.status != "completed":
        raise asked.missing()
    body = wav.write(wav.lay(recording.kept, recording.sounds))
    return Answer(200, {"Content-Type": "audio/x-wav", "Content-Length": str(len(body))}, body)


def wish_of(asked: Asked) -> Progress:
    """Read where a recording's progress is to be told."""
    told = asked.words("RecordingStatusCallbackEvent", EVENTS, "completed", 20001)
    return Progress(asked.url("RecordingStatusCallback") or "", asked.method("RecordingStatusCallbackMethod"), told)


def _found(exchange: Exchange, asked: Asked) -> Recording:
    """Give the recording that the path names, within the call or conference that it names."""
    owners: Mapping[str, Callable[[Recording], str | None]] = {"Call": lambda row: row.call, "Conference": lambda row: row.room}
    rows = list(exchange.office.recordings.by_sid.values())
    for name, owner in owners.items():
        if name in asked.names:
            rows = [row for row in rows if owner(row) == asked[name]]
    if asked["Recording"] == CURRENT:
        rows = [row for row in rows if row.status in RUNNING]
        if len(rows) > 1:
            raise Refusal(400, 20001, f"{CURRENT} is not one recording: {len(rows)} are running")
    else:
        rows = [row for row in rows if row.sid == asked["Recording"]]
    if not rows:
        raise asked.missing()
    return rows[0]


def _show(exchange: Exchange, row: Recording) -> dict[str, Any]:
    account, started = exchange.account.sid, rfc2822(row.started)
    return {
        "sid": row.sid,
        "account_sid": account,
        "api_version": VERSION,
        "call_sid": row.call,
        "conference_sid": row.room,
        "status": row.status,
        "duration": str(round(row.kept)) if row.status == "completed" else None,
        "channels": row.channels,
        "source": row.source,
        "track": "both",
        "error_code": ABSENT if row.status == "absent" else None,
        "start_time": started,
        "date_created": started,
        "date_updated": started,
        "price": None,
        "price_unit": "USD",
        "encryption_details": None,
        "media_url": row.url,
        "uri": uri(account, "Recordings", row.sid),
        "subresource_uris": {},
    }
