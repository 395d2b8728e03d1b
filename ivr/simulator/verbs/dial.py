"""Dial: ring somebody, or take a caller out of a queue, or enter a room. https://www.twilio.com/docs/voice/twiml/dial"""

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.attributes import Attributes
from ivr.simulator.conference import meet
from ivr.simulator.effects import (
    CALL,
    Goto,
    HungUp,
    Joined,
    Lost,
    Now,
    Outcome,
    Progress,
    Ready,
    Ring,
    Signal,
    Sound,
    Steps,
    Target,
    Wait,
)
from ivr.simulator.place import Place
from ivr.simulator.queues import Given
from ivr.simulator.recordings import Recording
from ivr.simulator.talking import LONGEST_TALK, Talked, talk

KNOWN = (
    "action method timeout timeLimit hangupOnStar callerId answerOnBridge record recordingStatusCallback "
    "recordingStatusCallbackMethod recordingStatusCallbackEvent recordingTrack trim ringTone sequential referUrl "
    "referMethod callReason recordingConfigurationId"
)
KNOWN_NUMBER = "url method sendDigits byoc statusCallback statusCallbackMethod statusCallbackEvent"
NOUNS = frozenset({"Number", "Client", "Sip", "Conference", "Queue", "Application", "Sim", "WhatsApp"})
RECORDS = (
    "do-not-record",
    "record-from-answer",
    "record-from-ringing",
    "record-from-answer-dual",
    "record-from-ringing-dual",
    "true",
    "false",
)
STEPS = frozenset({"initiated", "ringing", "answered", "completed"})
KEEPS = frozenset({"in-progress", "completed", "absent"})
# Twilio rings about this much longer than asked.
RING_MARGIN = 5
MOST_TARGETS = 10
# Which failure is told when several parties were rung.
WORST_FIRST = ("busy", "no-answer", "canceled", "failed")


@dataclass(frozen=True, slots=True)
class Ask:
    """A Dial's attributes, read."""

    action: str | None
    method: str
    ringing: float
    limit: float
    star: bool
    caller_id: str | None
    sequential: bool
    records: bool
    recording: Progress | None


@dataclass(frozen=True, slots=True)
class Result:
    """How a Dial went: `sid` the other leg, `gone` when the caller hung up."""

    status: str
    sid: str | None = None
    talked: Talked | None = None
    more: tuple[tuple[str, str], ...] = ()
    gone: HungUp | None = None


def dial(element: Element, place: Place) -> Steps[Outcome | None]:
    """Ring the targets and talk; then go to the action, or without one to the next verb."""
    read = Attributes(element, KNOWN)
    ask = _read(read, place)
    nouns = [child for child in element if child.tag in NOUNS]
    for child in element:
        if child.tag not in NOUNS:
            read.warn(12200, f"<{child.tag}> may not stand in <Dial>")
    yield from read.warnings
    names = tuple((child.text or "").strip() for child in nouns) or ((element.text or "").strip(),)
    yield events.Dial(names)
    kinds = {child.tag for child in nouns}
    if kinds & {"Conference", "Queue"} and len(nouns) > 1:
        yield events.Error(13000, "error", "<Conference> and <Queue> stand alone in a <Dial>")
        return _after(ask, Result("failed"))
    if "Conference" in kinds:
        return (yield from meet(nouns[0], place, ask.action, ask.method, ask.limit, ask.star))
    steps = _from_queue(nouns[0], ask, place) if "Queue" in kinds else _parties(element, nouns, ask, place)
    try:
        result = yield from steps
    except HungUp as hung:
        result = Result("completed", gone=hung)
    if result.gone and not (ask.action and place.unsure.dial_action_on_hangup):
        raise result.gone
    return _after(ask, result)


def _read(read: Attributes, place: Place) -> Ask:
    action = read.text("action").strip()
    callback = read.text("recordingStatusCallback").strip()
    keeps = frozenset(read.text("recordingStatusCallbackEvent", "completed").split()) & KEEPS
    method = read.method(13210)
    ringing = read.whole("timeout", 30, 13212, least=5, most=600) + RING_MARGIN
    limit = read.whole("timeLimit", round(LONGEST_TALK), 13216, least=1, most=round(LONGEST_TALK))
    kept = Progress(urljoin(place.url, callback), read.method(13253, "recordingStatusCallbackMethod"), keeps) if callback else None
    return Ask(
        urljoin(place.url, action) if action else None,
        method,
        ringing,
        limit,
        star=read.flag("hangupOnStar", False, 13213),
        caller_id=read.text("callerId") or None,
        sequential=read.flag("sequential", False, 13249),
        records=read.choice("record", RECORDS, "do-not-record", 13223) not in ("do-not-record", "false"),
        recording=kept,
    )


def _after(ask: Ask, result: Result) -> Goto | None:
    return Goto(ask.action, ask.method, _told(result), result.gone) if ask.action else None


def _told(result: Result) -> dict[str, str]:
    talked = result.talked
    told = {"DialCallStatus": result.status, "DialBridged": str(talked is not None).lower()} | dict(result.more)
    if result.sid:
        told["DialCallSid"] = result.sid
    if talked is None or talked.by != "moved":
        told["DialCallDuration"] = str(round(talked.seconds if talked else 0))
    return told


# Numbers and clients


def _parties(element: Element, nouns: list[Element], ask: Ask, place: Place) -> Steps[Result]:
    targets = tuple(_target(noun, place) for noun in nouns) or (Target("Number", (element.text or "").strip()),)
    if len(targets) > MOST_TARGETS:
        yield events.Error(13000, "warning", f"{len(targets)} parties: only {MOST_TARGETS} are rung")
    rounds = [(target,) for target in targets] if ask.sequential else [targets]
    result = Result("failed")
    for some in rounds[:MOST_TARGETS]:
        result = yield from _ring(some[:MOST_TARGETS], ask, place)
        if result.status == "completed":
            break
    return result


def _target(noun: Element, place: Place) -> Target:
    read = Attributes(noun, KNOWN_NUMBER)
    url, callback = read.text("url").strip(), read.text("statusCallback").strip()
    told = frozenset(read.text("statusCallbackEvent", "completed").split()) & STEPS
    address, parameters = (noun.text or "").strip(), {}
    if noun.tag == "Client":
        identity = noun.find("Identity")
        address = (identity.text or "").strip() if identity is not None else address
        parameters = {each.get("name", ""): each.get("value", "") for each in noun.iter("Parameter")}
    progress = Progress(urljoin(place.url, callback), read.method(13244, "statusCallbackMethod"), told) if callback else None
    return Target(noun.tag, address, urljoin(place.url, url) if url else None, read.method(13237), progress, parameters)


def _ring(targets: tuple[Target, ...], ask: Ask, place: Place) -> Steps[Result]:
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
                    return (yield from _joined(sid, ask, place))
                case Lost(sid, status) if sid in sids:
                    lost[sid] = status
    finally:
        place.office.drop(sids)
    status = min(lost.values(), key=_rank)
    if status == "completed":
        status = "completed" if place.unsure.refused_whisper_completes else "no-answer"
        return Result(status, sids[-1])
    return Result(status, sids[-1])


def _rank(status: str) -> int:
    return WORST_FIRST.index(status) if status in WORST_FIRST else -1


def _joined(sid: str, ask: Ask, place: Place, about: tuple[tuple[str, str], ...] = ()) -> Steps[Result]:
    """Talk, on the record if that is wished for, until either side goes."""
    began: float = yield Now()
    tape, gone = _tape(ask, place), None
    try:
        talked = yield from talk(place, sid, ask.limit, ask.star)
    except HungUp as hung:
        talked, gone = Talked((yield Now()) - began, "self"), hung
    finally:
        if tape:
            place.office.recordings.stop(tape, "completed")
    recorded = (("RecordingUrl", tape.url),) if tape else ()
    return Result("completed", sid, talked, about + recorded, gone)


def _tape(ask: Ask, place: Place) -> Recording | None:
    if not ask.records:
        return None
    return place.office.recordings.start("DialVerb", place.leg.account, ask.recording, call=place.leg.sid)


# Queues


def _from_queue(noun: Element, ask: Ask, place: Place) -> Steps[Result]:
    """Take the next caller out of a queue, waiting for one as long as a party would be rung, and talk."""
    read = Attributes(noun, "url method reservationSid postWorkActivitySid")
    url, method, name = read.text("url").strip(), read.method(14213), (noun.text or "").strip()
    yield from read.warnings
    queue = place.office.queues.find(name)
    if queue is None and place.unsure.missing_queue_fails:
        yield events.Error(14210, "error", f"there is no queue {name}")
        return Result("failed")
    queue = queue or place.office.queues.made(name)
    me = place.leg.sid
    place.office.queues.want(queue, me, urljoin(place.url, url) if url else None, method)
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
        place.office.queues.unwant(queue, me)
        if given:
            given.member.is_expected = False


def _with(given: Given, ask: Ask, place: Place) -> Steps[Result]:
    member = given.member
    about = (("QueueSid", member.queue.sid), ("QueueTime", str(round((yield Now()) - member.joined))), ("DequeingCallSid", place.leg.sid))
    while True:
        signal: Signal | None = yield Wait(LONGEST_TALK, Sound.AUDIO, CALL)
        match signal:
            case Joined(sid) if sid == member.sid:
                return (yield from _joined(sid, ask, place, about))
            case Lost(sid, status) if sid == member.sid:
                return Result(status, sid, None, about)
            case None:
                return Result("no-answer")
