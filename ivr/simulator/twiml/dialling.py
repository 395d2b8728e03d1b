"""What a Dial does: ring parties together and talk with the first, or take the next caller out of a queue and talk."""

from dataclasses import dataclass

from ivr.simulator import events
from ivr.simulator.effects import CALL, Joined, Lost, Now, Progress, Ready, Ring, Signal, Sound, Steps, Target, Wait
from ivr.simulator.office.place import Place
from ivr.simulator.office.queues import Given
from ivr.simulator.outcomes import HungUp
from ivr.simulator.twiml.nouns import Queue
from ivr.simulator.twiml.talking import LONGEST_TALK, Talked, talk

# Which failure is told when several parties were rung.
WORST_FIRST = ("busy", "no-answer", "canceled", "failed")


@dataclass(frozen=True, slots=True)
class Ask:
    """How to dial: seconds of ringing and of talk, whether a star ends it, and whether and for whom it is recorded."""

    ringing: float
    limit: float
    star: bool
    caller_id: str | None
    records: bool
    recording: Progress | None
    channels: int


@dataclass(frozen=True, slots=True)
class Result:
    """How a Dial went: `talked` None where there was no talk, `more` what else the action learns, `gone` when the caller hung up."""

    status: str
    sid: str | None = None
    talked: Talked | None = None
    more: tuple[tuple[str, str], ...] = ()
    gone: HungUp | None = None


def ring(targets: tuple[Target, ...], ask: Ask, place: Place) -> Steps[Result]:
    """Ring together; the first to be ready to talk wins, the others are dropped."""
    sids: list[str] = list((yield Ring(targets, ask.caller_id, ask.ringing)))
    lost: dict[str, str] = {}
    try:
        while len(lost) < len(sids):
            signal: Signal | None = yield Wait(LONGEST_TALK, Sound.AUDIO, CALL)
            match signal:
                case Ready(sid) if sid in sids:
                    place.office.drop(each for each in sids if each != sid)
                    place.office.bridges.join(place.leg.sid, sid)
                    result = yield from _talk(sid, ask, place)
                    if result.talked and result.talked.by == "moved":
                        lost[sid] = result.status
                    return result
                case Lost(sid, status) if sid in sids:
                    lost[sid] = status
    finally:
        # One that is lost is over, or goes on elsewhere.
        place.office.drop(sid for sid in sids if sid not in lost)
    status = min(lost.values(), key=_rank)
    if status == "completed" and not place.unsure.refused_whisper_completes:
        status = "no-answer"
    return Result(status, sids[-1])


def _rank(status: str) -> int:
    return WORST_FIRST.index(status) if status in WORST_FIRST else -1


def from_queue(name: str, asked: Queue, ask: Ask, place: Place) -> Steps[Result]:
    """Take the next caller out of a queue, waiting for one as long as a party would be rung, and talk."""
    queues, me = place.office.queues, place.leg.sid
    queue = queues.find(name)
    if queue is None and place.unsure.missing_queue_fails:
        yield events.Remark(f"there is no queue {name}")
        return Result("failed")
    queue = queue or queues.made(name)
    queues.want(queue, me, place.address(asked.url) if asked.url else None, asked.method)
    given: Given | None = None
    try:
        until = (yield Now()) + ask.ringing
        sound = Sound.AUDIO if place.unsure.empty_queue_rings else Sound.QUIET
        while given is None:
            signal: Signal | None = yield Wait(until - (yield Now()), sound, CALL)
            if signal is None:
                return Result("no-answer")
            given = signal if isinstance(signal, Given) else None
        return (yield from _with(given, ask, place))
    finally:
        queues.unwant(queue, me)
        if given:
            given.member.is_expected = False


def _with(given: Given, ask: Ask, place: Place) -> Steps[Result]:
    member = given.member
    about = (("QueueSid", member.queue.sid), ("QueueTime", str(round((yield Now()) - member.joined))), ("DequeingCallSid", place.leg.sid))
    while True:
        signal: Signal | None = yield Wait(LONGEST_TALK, Sound.AUDIO, CALL)
        match signal:
            case Joined(sid) if sid == member.sid:
                return (yield from _talk(sid, ask, place, about))
            case Lost(sid, status) if sid == member.sid:
                return Result(status, sid, None, about)
            case None:
                return Result("no-answer")


def _talk(sid: str, ask: Ask, place: Place, about: tuple[tuple[str, str], ...] = ()) -> Steps[Result]:
    """Talk with a leg that this one is joined to, on the record if that is wished for, until either side goes."""
    began: float = yield Now()
    recordings, gone = place.office.recordings, None
    tape = recordings.start("DialVerb", place.leg.account, ask.recording, call=place.leg.sid) if ask.records else None
    if tape:
        tape.channels = ask.channels
    try:
        talked = yield from talk(place, sid, ask.limit, ask.star)
    except HungUp as hung:
        talked, gone = Talked((yield Now()) - began, "self"), hung
    finally:
        if tape:
            recordings.stop(tape, place.office.carrier.recording)
    return Result("completed", sid, talked, about + ((("RecordingUrl", tape.url),) if tape else ()), gone)
