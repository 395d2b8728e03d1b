"""Turns over HTTP: the number's voice URL, and every URL a turn's document leads back to."""

import time
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response

from ivr.flow.events import Event, LeftQueue, Resumed
from ivr.service.turns import Request, Taken
from ivr.twiml.document import hangup, redirect
from ivr.twiml.request import QUEUE_NOTICES, read_event
from ivr.web import faults
from ivr.web.door import Knock, answer, noted, voice_route
from ivr.web.log import log_turn

FAR_AHEAD = 10**9
"""The turn of a URL that names none: further than the call, so the question is asked again."""

voice = Blueprint("voice", __name__, url_prefix="/voice")


@voice_route(voice, "/incoming")
def incoming(knock: Knock) -> Response:
    """A caller rings."""
    return _turn(knock, 0, Resumed)


@voice_route(voice, "/turn")
def turn(knock: Knock) -> Response:
    """A gather, a recording, a redirect or a dial has ended."""
    return _turn(knock, turn_number(knock), Resumed if "r" in knock.form else lambda: read_event(knock.form))


@voice_route(voice, "/queue/left")
def queue_left(knock: Knock) -> Response:
    """The caller is out of the queue: by a talk, a wish or a failure; or we are only told of it."""
    result, entry, n = knock.form.get("QueueResult", ""), knock.form.get("e", "")[:100], turn_number(knock)
    if result in QUEUE_NOTICES:
        return _told_of_queue(knock, result)
    return _turn(knock, n, lambda: _left(knock, entry), faults.left_path(n, entry, result))


def _told_of_queue(knock: Knock, result: str) -> Response:
    faults.keep(knock, lambda: knock.services.notices.left_queue(knock.leg.sid, result))
    return answer(redirect("/voice/resume"))


def _left(knock: Knock, entry: str) -> Event:
    event = read_event(knock.form)
    if isinstance(event, LeftQueue) and event.result == "wish":
        return replace(event, wish=knock.services.waits.wished(entry))
    return event


@voice_route(voice, "/resume")
def resume(knock: Knock) -> Response:
    """Say what this leg should be doing now: the answer kept of its last turn."""
    result = knock.form.get("QueueResult", "")
    if result in QUEUE_NOTICES:
        return _told_of_queue(knock, result)
    document = faults.carry(knock, lambda: _kept_answer(knock), "/voice/resume?f=1")
    return _turn(knock, 0, Resumed) if document is None else answer(document)


def _kept_answer(knock: Knock) -> str | None:
    row = knock.services.turns.store.read_call(knock.leg.sid)
    if row is None:
        return None
    return hangup() if row.ending else row.answer


@voice_route(voice, "/status")
def status(knock: Knock) -> Response:
    """The carrier tells how the call is getting on."""
    given, sequence = knock.form.get("CallStatus", ""), knock.number("SequenceNumber") or 0
    return noted(faults.keep(knock, lambda: knock.services.notices.status(knock.leg.sid, given, sequence)))


@voice_route(voice, "/recording")
def recording(knock: Knock) -> Response:
    """The carrier tells what became of a recording."""
    facts = {name: knock.form[name][:1000] for name in _RECORDING_FACTS if name in knock.form}
    return noted(faults.keep(knock, lambda: knock.services.notices.recording(knock.leg.sid, facts)))


_RECORDING_FACTS = ("CallSid", "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration")


def turn_number(knock: Knock) -> int:
    """Give the turn the URL names."""
    n = knock.number("n")
    return FAR_AHEAD if n is None else n


def _turn(knock: Knock, n: int, read: Callable[[], Event], again: str = "") -> Response:
    began = time.perf_counter()
    leg, turns = knock.leg, knock.services.turns

    def take() -> tuple[Request, Taken]:
        asked = Request(leg.sid, n, read(), leg.caller, leg.called)
        return asked, turns.take(asked)

    done = faults.carry(knock, take, again or f"/voice/turn?n={n}")
    if isinstance(done, str):
        return answer(done)
    asked, taken = done
    log_turn(asked, taken, time.perf_counter() - began)
    return answer(taken.answer)
