"""A caller's time in a queue: wait documents nested in the call, until something takes the caller out."""

from collections.abc import Callable, Mapping
from uuid import NAMESPACE_URL, uuid5

from ivr.simulator import events
from ivr.simulator.document import Document
from ivr.simulator.effects import (
    End,
    Fatal,
    Goto,
    HungUp,
    LeaveQueue,
    Listen,
    Moment,
    Now,
    Outcome,
    Park,
    Parked,
    Place,
    Sound,
    Steps,
    Wait,
)
from ivr.simulator.verbs import perform

ALLOWED = frozenset({"Play", "Say", "Pause", "Gather", "Redirect", "Leave", "Hangup"})
# https://www.twilio.com/docs/voice/twiml/enqueue: the playlist when no waitUrl is given
HOLD_MUSIC = "http://twimlets.com/holdmusic?Bucket=com.twilio.music.classical"
MUSIC_SECONDS = 30.0
QUEUE_SIZE = 1000

Load = Callable[[Goto], Steps[tuple[Document, Place]]]


def wait(park: Park, load: Load) -> Steps[Outcome | None]:
    """Wait in the queue, then give what comes after: the action, the next verb (None) or the end."""
    yield events.Enqueue(park.queue)
    yield Parked(True)
    began: float = yield Now()
    gone: HungUp | None = None
    result = "hangup"
    try:
        outcome = yield from _rounds(park, load, began)
        if isinstance(outcome, End):
            return outcome
        result = "leave"
    except HungUp as hung:
        if not park.action:
            raise
        gone = hung
    except Fatal as fatal:
        yield events.Error(fatal.code, "error", fatal.message)
        result = "error"
    yield Parked(False)
    if not park.action:
        return None
    seconds = round((yield Now()) - began)
    params = {"QueueResult": result, "QueueSid": queue_sid(park.queue), "QueueTime": str(seconds)}
    return Goto(park.action, park.method, params, gone)


def queue_sid(name: str) -> str:
    """Give a queue's SID, the same for the same name."""
    return f"QU{uuid5(NAMESPACE_URL, name).hex}"


def _rounds(park: Park, load: Load, began: float) -> Steps[LeaveQueue | End]:
    """Run the wait document again and again; Redirect and Gather actions stay inside the wait."""
    todo: Goto | None = None
    while True:
        if not park.wait_url:
            yield from _music(park)
            yield Listen(Moment("queue"))
            continue
        todo = todo or Goto(park.wait_url, park.wait_method)
        params = yield from _queue_params(park, began)
        outcome = yield from _nested((yield from load(Goto(todo.url, todo.method, {**params, **todo.params}))))
        if isinstance(outcome, (LeaveQueue, End)):
            return outcome
        todo = outcome if isinstance(outcome, Goto) else None


def _music(park: Park) -> Steps[None]:
    if park.wait_url is None:
        yield events.Play(HOLD_MUSIC)
    yield Wait(MUSIC_SECONDS, Sound.QUIET if park.wait_url == "" else Sound.AUDIO)


def _queue_params(park: Park, began: float) -> Steps[Mapping[str, str]]:
    waited = str(round((yield Now()) - began))
    return {
        "QueueSid": queue_sid(park.queue),
        "QueuePosition": "1",
        "QueueTime": waited,
        "AvgQueueTime": waited,
        "CurrentQueueSize": "1",
        "MaxQueueSize": str(QUEUE_SIZE),
    }


def _nested(loaded: tuple[Document, Place]) -> Steps[Outcome | None]:
    """Run one wait document; at its end the caller may hang up if nothing in it has listened."""
    document, place = loaded
    began: float = yield Now()
    listened, outcome = False, None
    for element in document.verbs:
        if element.tag not in ALLOWED:
            raise Fatal(12200, f"<{element.tag}> may not stand in a wait document")
        outcome = yield from perform(element, place)
        listened = listened or element.tag == "Gather"
        if outcome is not None:
            break
    if not listened and (yield Now()) > began:
        yield Listen(Moment("queue"))
    return outcome
