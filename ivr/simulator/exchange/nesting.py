"""Documents that run inside something else: while a leg waits in a queue or a room, is held, or is about to be joined."""

from collections.abc import Callable

from ivr.simulator import events
from ivr.simulator.effects import Sound, Steps, Wait
from ivr.simulator.exchange import samples
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Fatal, Goto, Outcome
from ivr.simulator.twiml.document import Document
from ivr.simulator.verbs import perform

# https://www.twilio.com/docs/voice/twiml/enqueue: the playlist when no waitUrl is given
HOLD_MUSIC = "http://twimlets.com/holdmusic?Bucket=com.twilio.music.classical"
QUIET_VERBS = frozenset({"Play", "Say", "Pause", "Redirect"})

Load = Callable[[Goto], Steps[tuple[Document, Place]]]


def nested(document: Document, place: Place, allowed: frozenset[str], what: str, code: int = 12200) -> Steps[Outcome | None]:
    """Run the verbs of one document, of which some only may stand there."""
    for element in document.verbs:
        if element.tag not in allowed:
            raise Fatal(code, f"<{element.tag}> may not stand in {what}")
        outcome = yield from perform(element, place)
        if outcome is not None:
            return outcome
    return None


def through(goto: Goto, load: Load, what: str, code: int = 12200) -> Steps[Outcome | None]:
    """Run a document that only speaks, and those it redirects to."""
    todo: Outcome | None = goto
    while isinstance(todo, Goto):
        document, place = yield from load(todo)
        todo = yield from nested(document, place, QUIET_VERBS, what, code)
    return todo


def music(url: str | None) -> Steps[None]:
    """Play the carrier's own music for a while, or with an empty address nothing."""
    if url is None:
        yield events.Play(HOLD_MUSIC)
    yield Wait(samples.SECONDS, Sound.QUIET if url == "" else Sound.AUDIO)
