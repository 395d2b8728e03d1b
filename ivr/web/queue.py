"""Side documents of the wait: they run beside the turn and are answered even when the database is away."""

import logging
from collections.abc import Mapping
from urllib.parse import quote

from ivr.errors import StorageError
from ivr.twiml.document import leave, redirect, wait_document
from ivr.twiml.rescue import overflow_round
from ivr.web.door import Answer, Knock, View, answer
from ivr.web.faults import sayings

MUSIC = "/static/hold.wav"
MUSIC_SECONDS = 28
log = logging.getLogger(__name__)


def wait(knock: Knock) -> Answer:
    """One round of waiting. Who waits only because the store was away leaves when it is back, and who waits for a queue
    that staff have closed leaves too."""
    entry, cycle, waits = _entry(knock), _cycle(knock), knock.services.waits
    if waits.is_overflow(entry):
        return answer(leave() if waits.is_store_back() else overflow_round(sayings(knock, "one_moment"), entry, cycle))
    if waits.is_sent_out(knock.services.world, entry):
        return answer(leave())
    heard = waits.round(entry, cycle)
    words = knock.services.renderer(heard.flow, heard.pace).words(heard.words)
    return answer(wait_document(words, entry, cycle, MUSIC, heard.seconds // MUSIC_SECONDS or 1, heard.keys))


def key(knock: Knock) -> Answer:
    """A key pressed while waiting: a wish leads out of the queue, anything else waits on."""
    entry, digits, serving = _entry(knock), knock.form.get("Digits", ""), knock.services
    try:
        leaves = serving.patience.with_(lambda: serving.waits.wish(entry, digits))
    except StorageError:
        log.exception("a wish could not be kept")
        leaves = False
    return answer(leave() if leaves else redirect(f"/voice/queue/wait?e={quote(entry, safe='')}&c={_cycle(knock) + 1}"))


def _entry(knock: Knock) -> str:
    return knock.form.get("e", "")[:100]


def _cycle(knock: Knock) -> int:
    return knock.number("c") or 0


QUEUE: Mapping[str, View] = {"/voice/queue/wait": wait, "/voice/queue/key": key}
