"""Side documents of the wait: they run beside the turn and are answered even when the database is away."""

import logging

from flask import Blueprint, Response, request

from ivr.errors import StorageError
from ivr.flow.commands import Say
from ivr.twiml.document import leave, redirect, wait_document
from ivr.web.door import answer, form, guard, services, voice_route

MUSIC = "/static/hold.wav"
MUSIC_SECONDS = 28
log = logging.getLogger(__name__)

queue = guard(Blueprint("queue", __name__, url_prefix="/voice/queue"))


@voice_route(queue, "/wait")
def wait() -> Response:
    """One round of waiting."""
    entry, cycle = request.args.get("e", "")[:100], _cycle()
    flow = services().flow
    heard = services().waits.round(flow, entry, cycle)
    texts = (part.texts[heard.language] for part in heard.parts)
    words = services().renderer(flow).words(tuple(Say(text) for text in texts if not text.holes))
    return answer(wait_document(words, entry, cycle, MUSIC, heard.seconds // MUSIC_SECONDS or 1, heard.keys))


@voice_route(queue, "/key")
def key() -> Response:
    """A key pressed while waiting: a wish leads out of the queue, anything else waits on."""
    entry, digits = request.args.get("e", "")[:100], form().get("Digits", "")
    try:
        leaves = services().patience.with_(lambda: services().waits.wish(services().flow, entry, digits))
    except StorageError:
        log.exception("a wish could not be kept")
        leaves = False
    return answer(leave() if leaves else redirect(f"/voice/queue/wait?e={_named(entry)}&c={_cycle() + 1}"))


def _cycle() -> int:
    written = request.args.get("c", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0


def _named(entry: str) -> str:
    return "".join(letter for letter in entry if letter.isascii() and (letter.isalnum() or letter in "._-"))
