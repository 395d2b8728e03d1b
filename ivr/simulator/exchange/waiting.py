"""A caller's time in a queue: wait documents nested in the call, until something takes the caller out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ivr.simulator import events
from ivr.simulator.effects import Aside, Listen, Lost, Moment, Notice, Now, Steps
from ivr.simulator.exchange.nesting import Load, music, nested, through
from ivr.simulator.office.place import Place
from ivr.simulator.office.queues import Member
from ivr.simulator.outcomes import End, Fatal, Goto, HungUp, LeaveQueue, Moved, Outcome, Park, PickedUp
from ivr.simulator.twiml.document import Document
from ivr.simulator.twiml.talking import talk
from ivr.simulator.unsure import Unsure

ALLOWED = frozenset({"Play", "Say", "Pause", "Gather", "Redirect", "Leave", "Hangup"})


def wait(park: Park, place: Place, load: Load) -> Steps[Outcome | None]:
    """Wait in the queue, then give what comes after: the action, the next verb (None) or the end."""
    office = place.office
    if office.carrier.queueing(park.queue).fails:
        return Goto(park.action, park.method, {"QueueResult": "error"}) if park.action else None
    member = office.join(park.queue, place.leg)
    if member is None:
        yield events.Error(14207, "warning", f"the queue {park.queue} is full")
        return Goto(park.action, park.method, {"QueueResult": "queue-full"}) if park.action else None
    yield events.Enqueue(park.queue)
    left = yield from _left(park, member, place, load)
    office.queues.leave(member)
    if member.agent and member.is_expected:
        office.post(member.agent, Lost(member.sid, "completed"))
    if isinstance(left, End):
        return left
    seconds = str(round((left.at if left.at is not None else (yield Now())) - member.joined))
    told = {"QueueResult": left.result, "QueueSid": member.queue.sid, "QueueTime": seconds}
    if left.moved:
        return (yield from _moved(park, place, told, left.moved))
    if park.action:
        return Goto(park.action, park.method, told, left.gone)
    if left.gone:
        raise left.gone
    return None


@dataclass(frozen=True, slots=True)
class _Left:
    """How a caller got out of the queue, and when if that was before a talk; `gone` when by hanging up, `moved` by REST."""

    result: str
    gone: HungUp | None = None
    moved: Moved | None = None
    at: float | None = None


def _left(park: Park, member: Member, place: Place, load: Load) -> Steps[_Left | End]:
    try:
        outcome = yield from _rounds(park, member, place.unsure, load)
        return outcome if isinstance(outcome, End) else _Left("leave")
    except HungUp as hung:
        return _Left("hangup", hung)
    except Moved as moved:
        return _Left("redirected", moved=moved)
    except PickedUp:
        return (yield from _bridged(member, place, load))
    except Fatal as fatal:
        yield events.Error(fatal.code, "error", fatal.message)
        return _Left("error")


def _bridged(member: Member, place: Place, load: Load) -> Steps[_Left]:
    """Hear the notice, if there is one, and talk with who took the caller out."""
    at: float = yield Now()
    member.is_here = False
    try:
        if member.url:
            yield from through(Goto(member.url, member.method, _noticed(member, at)), load, "a queue's notice")
        if member.is_expected and member.agent:
            member.is_expected = False
            place.office.bridges.join(place.leg.sid, member.agent)
            yield from talk(place, member.agent)
    except HungUp as hung:
        return _Left("bridged", hung, at=at)
    except Moved as moved:
        return _Left("redirected-from-bridged", moved=moved, at=at)
    except Fatal as fatal:
        yield events.Error(fatal.code, "error", fatal.message)
        return _Left("error", at=at)
    return _Left("bridged", at=at)


def _moved(park: Park, place: Place, told: Mapping[str, str], moved: Moved) -> Steps[Goto]:
    """Go where REST says, and ask for the action too; which comes first and which is obeyed is not documented."""
    if not park.action:
        raise moved
    action, obeys = Goto(park.action, park.method, told), place.unsure.obeys_redirected
    other, obeyed = (moved.goto, action) if obeys else (action, moved.goto)
    params = {**place.params, **other.params}
    if place.unsure.action_before_move is obeys:
        yield Notice(other.url, other.method, params, delay=0)
    else:
        yield Aside(other.url, other.method, params)
    return obeyed


def _rounds(park: Park, member: Member, unsure: Unsure, load: Load) -> Steps[LeaveQueue | End]:
    """Run the wait document again and again; Redirect and Gather actions stay inside the wait."""
    todo: Goto | None = None
    while True:
        if not park.wait_url:
            yield from music(park.wait_url)
            yield Listen(Moment("queue"))
            continue
        todo = todo or Goto(park.wait_url, park.wait_method)
        is_told = not todo.params or unsure.queue_parameters_in_gather
        about = _told(member, (yield Now())) if is_told else {}
        document, place = yield from load(Goto(todo.url, todo.method, {**about, **todo.params}))
        outcome = yield from _round(document, replace(place, member=member))
        if isinstance(outcome, (LeaveQueue, End)):
            return outcome
        todo = outcome if isinstance(outcome, Goto) else None


def _round(document: Document, place: Place) -> Steps[Outcome | None]:
    """Run one wait document; at its end the caller may hang up if nothing in it has listened."""
    began: float = yield Now()
    outcome = yield from nested(document, place, ALLOWED, "a wait document")
    listened = any(element.tag == "Gather" for element in document.verbs)
    if not listened and (yield Now()) > began:
        yield Listen(Moment("queue"))
    return outcome


def _told(member: Member, now: float) -> Mapping[str, str]:
    queue = member.queue
    return {
        "QueueSid": queue.sid,
        "QueuePosition": str(queue.position(member)),
        "QueueTime": str(round(now - member.joined)),
        "AvgQueueTime": str(queue.average_wait(now)),
        "CurrentQueueSize": str(len(queue.members)),
        "MaxQueueSize": str(queue.most),
    }


def _noticed(member: Member, now: float) -> Mapping[str, str]:
    waited = str(round(now - member.joined))
    return {"QueueSid": member.queue.sid, "QueueTime": waited, "DequeingCallSid": str(member.agent)}
