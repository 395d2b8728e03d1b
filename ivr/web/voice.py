"""Turns over HTTP: the number's voice URL, and every URL a turn's document leads back to."""

import time
from dataclasses import replace

from flask import Blueprint, Response, request

from ivr.flow.events import Event, LeftQueue, Resumed
from ivr.service.turns import Request, Taken
from ivr.twiml.document import hangup, redirect
from ivr.twiml.request import QUEUE_NOTICES, read_event
from ivr.web import faults
from ivr.web.door import answer, form, guard, leg, noted, services, voice_route
from ivr.web.log import log_turn

FAR_AHEAD = 10**9
"""The turn of a URL that names none: further than the call, so the question is asked again."""

voice = guard(Blueprint("voice", __name__, url_prefix="/voice"))


@voice_route(voice, "/incoming")
def incoming() -> Response:
    """A caller rings."""
    return _turn(0, Resumed())


@voice_route(voice, "/turn")
def turn() -> Response:
    """A gather, a recording, a redirect or a dial has ended."""
    return _turn(turn_number(), Resumed() if "r" in request.args else read_event(form()))


@voice_route(voice, "/queue/left")
def queue_left() -> Response:
    """The caller is out of the queue: by a talk, a wish or a failure; or we are only told of it."""
    result = form().get("QueueResult", "")
    if result in QUEUE_NOTICES:
        services().notices.left_queue(leg().sid, result)
        return answer(redirect("/voice/resume"))
    event = read_event(form())
    if isinstance(event, LeftQueue) and event.result == "wish":
        event = replace(event, wish=services().waits.wished(request.args.get("e", "")))
    return _turn(turn_number(), event)


@voice_route(voice, "/resume")
def resume() -> Response:
    """Say what this leg should be doing now: the answer kept of its last turn."""
    row = services().turns.store.read_call(leg().sid)
    if row is None:
        return _turn(0, Resumed())
    return answer(hangup() if row.ending else row.answer)


@voice_route(voice, "/status")
def status() -> Response:
    """The carrier tells how the call is getting on."""
    services().notices.status(leg().sid, form().get("CallStatus", ""), _sequence())
    return noted()


def _sequence() -> int:
    written = form().get("SequenceNumber", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0


@voice_route(voice, "/recording")
def recording() -> Response:
    """The carrier tells what became of a recording."""
    facts = {name: form()[name][:1000] for name in _RECORDING_FACTS if name in form()}
    services().notices.recording(leg().sid, facts)
    return noted()


_RECORDING_FACTS = ("CallSid", "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration")


def turn_number() -> int:
    """Give the turn the URL names."""
    written = request.args.get("n", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else FAR_AHEAD


def _turn(n: int, event: Event) -> Response:
    began = time.perf_counter()
    asked = Request(leg().sid, n, event, leg().caller, leg().called)
    taken = faults.carry(lambda: services().turns.take(asked), n)
    if isinstance(taken, Taken):
        log_turn(asked, taken, time.perf_counter() - began)
        return answer(taken.answer)
    return answer(taken)
