"""Turns over HTTP: the number's voice URL, and every URL a turn's document leads back to."""

import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

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
    return _turn(0, Resumed)


@voice_route(voice, "/turn")
def turn() -> Response:
    """A gather, a recording, a redirect or a dial has ended."""
    return _turn(turn_number(), Resumed if "r" in request.args else lambda: read_event(form()))


@voice_route(voice, "/queue/left")
def queue_left() -> Response:
    """The caller is out of the queue: by a talk, a wish or a failure; or we are only told of it."""
    result, entry = form().get("QueueResult", ""), request.args.get("e", "")[:100]
    if result in QUEUE_NOTICES:
        faults.keep(lambda: services().notices.left_queue(leg().sid, result))
        return answer(redirect("/voice/resume"))
    n = turn_number()
    # the result stands in the URL of another try, because a redirect brings none and a finished talk is not asked about again
    again = f"/voice/queue/left?n={n}&e={quote(entry, safe='')}&QueueResult={quote(result[:20], safe='')}"
    return _turn(n, lambda: _left(entry), again)


def _left(entry: str) -> Event:
    event = read_event(form())
    if isinstance(event, LeftQueue) and event.result == "wish":
        return replace(event, wish=services().waits.wished(entry))
    return event


@voice_route(voice, "/resume")
def resume() -> Response:
    """Say what this leg should be doing now: the answer kept of its last turn."""
    document = faults.carry(_kept_answer, "/voice/resume?f=1")
    return _turn(0, Resumed) if document is None else answer(document)


def _kept_answer() -> str | None:
    row = services().turns.store.read_call(leg().sid)
    if row is None:
        return None
    return hangup() if row.ending else row.answer


@voice_route(voice, "/status")
def status() -> Response:
    """The carrier tells how the call is getting on."""
    given, sequence = form().get("CallStatus", ""), _sequence()
    return noted(faults.keep(lambda: services().notices.status(leg().sid, given, sequence)))


def _sequence() -> int:
    written = form().get("SequenceNumber", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0


@voice_route(voice, "/recording")
def recording() -> Response:
    """The carrier tells what became of a recording."""
    facts = {name: form()[name][:1000] for name in _RECORDING_FACTS if name in form()}
    return noted(faults.keep(lambda: services().notices.recording(leg().sid, facts)))


_RECORDING_FACTS = ("CallSid", "RecordingSid", "RecordingUrl", "RecordingStatus", "RecordingDuration")


def turn_number() -> int:
    """Give the turn the URL names."""
    written = request.args.get("n", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else FAR_AHEAD


def _turn(n: int, read: Callable[[], Event], again: str = "") -> Response:
    began = time.perf_counter()
    caller = leg()

    def take() -> tuple[Request, Taken]:
        asked = Request(caller.sid, n, read(), caller.caller, caller.called)
        return asked, services().turns.take(asked)

    done = faults.carry(take, again or f"/voice/turn?n={n}")
    if isinstance(done, str):
        return answer(done)
    asked, taken = done
    log_turn(asked, taken, time.perf_counter() - began)
    return answer(taken.answer)
