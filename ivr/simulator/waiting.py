"""A caller's time in a queue: wait documents nested in the call, until something takes the caller out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from ivr.simulator import events
from ivr.simulator.document import Document
from ivr.simulator.effects import (
    End,
    Fatal,
    Goto,
    HungUp,
    Join,
    LeaveQueue,
    Listen,
    Moment,
    Now,
    Outcome,
    Park,
    Parked,
    PickedUp,
    Place,
    Queueing,
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
    queueing: Queueing = yield Join(park.queue)
    # One leg is alone in its queues, so that only a queue for nobody is full.
    if queueing.most == 0:
        yield events.Error(14207, "warning", f"the queue {park.queue} is full")
        return Goto(park.action, park.method, {"QueueResult": "queue-full"}) if park.action else None
    yield events.Enqueue(park.queue)
    yield Parked(True, queueing.answers_after)
    began: float = yield Now()
    left = yield from _left(park, load, began, queueing)
    if isinstance(left, End):
        return left
    yield Parked(False)
    seconds = str(round((yield Now()) - began))
    gone = left.gone or ((yield from _talk(queueing.talks)) if left.result == "bridged" else None)
    if park.action:
        params = {"QueueResult": left.result, "QueueSid": queue_sid(park.queue), "QueueTime": seconds}
        return Goto(park.action, park.method, params, gone)
    if gone:
        raise gone
    return None


@dataclass(frozen=True, slots=True)
class _Left:
    """How a caller got out of the queue; `gone` when it was by hanging up."""

    result: str
    gone: HungUp | None = None


def _left(park: Park, load: Load, began: float, queueing: Queueing) -> Steps[_Left | End]:
    try:
        outcome = yield from _rounds(park, load, began, queueing)
        return outcome if isinstance(outcome, End) else _Left("leave")
    except HungUp as hung:
        return _Left("hangup", hung)
    except PickedUp:
        return _Left("bridged")
    except Fatal as fatal:
        yield events.Error(fatal.code, "error", fatal.message)
        return _Left("error")


def _talk(seconds: float) -> Steps[HungUp | None]:
    """Talk until the other side hangs up, or tell that the caller did."""
    yield events.Remark(f"somebody picks up and talks for {seconds:g} s")
    yield Listen(Moment("talk"))
    try:
        yield Wait(seconds, Sound.AUDIO)
    except HungUp as hung:
        return hung
    return None


def queue_sid(name: str) -> str:
    """Give a queue's SID, the same for the same name."""
    return f"QU{uuid5(NAMESPACE_URL, name).hex}"


def _rounds(park: Park, load: Load, began: float, queueing: Queueing) -> Steps[LeaveQueue | End]:
    """Run the wait document again and again; Redirect and Gather actions stay inside the wait."""
    todo: Goto | None = None
    while True:
        if not park.wait_url:
            yield from _music(park)
            yield Listen(Moment("queue"))
            continue
        todo = todo or Goto(park.wait_url, park.wait_method)
        params = yield from _queue_params(park, began, queueing)
        outcome = yield from _nested((yield from load(Goto(todo.url, todo.method, {**params, **todo.params}))))
        if isinstance(outcome, (LeaveQueue, End)):
            return outcome
        todo = outcome if isinstance(outcome, Goto) else None


def _music(park: Park) -> Steps[None]:
    if park.wait_url is None:
        yield events.Play(HOLD_MUSIC)
    yield Wait(MUSIC_SECONDS, Sound.QUIET if park.wait_url == "" else Sound.AUDIO)


def _queue_params(park: Park, began: float, queueing: Queueing) -> Steps[Mapping[str, str]]:
    waited = str(round((yield Now()) - began))
    return {
        "QueueSid": queue_sid(park.queue),
        "QueuePosition": "1",
        "QueueTime": waited,
        "AvgQueueTime": waited,
        "CurrentQueueSize": "1",
        "MaxQueueSize": str(queueing.most or QUEUE_SIZE),
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
