"""Dial: ring somebody else. The other party is played by the driver. https://www.twilio.com/docs/voice/twiml/dial"""

from urllib.parse import urljoin
from uuid import uuid4
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Callee, Goto, HungUp, Listen, Moment, Outcome, Place, Ring, Sound, Steps, Wait

KNOWN = (
    "action method timeout timeLimit hangupOnStar callerId answerOnBridge record recordingStatusCallback "
    "recordingStatusCallbackMethod recordingStatusCallbackEvent recordingTrack trim ringTone sequential referUrl "
    "referMethod callReason recordingConfigurationId"
)
NOUNS = frozenset({"Number", "Client", "Sip", "Conference", "Queue", "Application", "Sim", "WhatsApp"})
# Twilio rings about this much longer than asked.
RING_MARGIN = 5
LONGEST = 14400


def dial(element: Element, place: Place) -> Steps[Outcome | None]:
    """Ring the targets and talk; then go to the action, or without one to the next verb."""
    read = Attributes(element, KNOWN)
    timeout = read.whole("timeout", 30, 13212, least=5, most=600)
    limit = read.whole("timeLimit", LONGEST, 13216, least=1, most=LONGEST)
    method = read.method(13210)
    targets, conference = _targets(element, read)
    yield from read.warnings
    yield events.Dial(targets)
    action = read.text("action").strip()
    gone: HungUp | None = None
    callee: Callee = yield Ring(targets)
    try:
        talked = yield from _talk(callee, timeout + RING_MARGIN, limit)
    except HungUp as hung:
        if not (action and place.unsure.dial_action_on_hangup):
            raise
        gone, talked = hung, 0.0
    if not action:
        return None
    return Goto(urljoin(place.url, action), method, _result(callee, timeout, talked, conference), gone)


def _targets(element: Element, read: Attributes) -> tuple[tuple[str, ...], bool]:
    nouns = [child for child in element if child.tag in NOUNS]
    for child in element:
        if child.tag not in NOUNS:
            read.warn(12200, f"<{child.tag}> may not stand in <Dial>")
    names = [(child.text or "").strip() for child in nouns] or [(element.text or "").strip()]
    return tuple(names), any(child.tag == "Conference" for child in nouns)


def _talk(callee: Callee, ringing: float, limit: float) -> Steps[float]:
    if _status(callee, ringing) != "completed":
        yield Wait(min(callee.rings, ringing), Sound.AUDIO)
        return 0.0
    yield Wait(callee.rings, Sound.AUDIO)
    yield Listen(Moment("talk"))
    talks = min(callee.talks, limit)
    yield Wait(talks, Sound.AUDIO)
    return talks


def _status(callee: Callee, ringing: float) -> str:
    return "no-answer" if callee.status == "completed" and callee.rings > ringing else callee.status


def _result(callee: Callee, timeout: int, talked: float, conference: bool) -> dict[str, str]:
    status = _status(callee, timeout + RING_MARGIN)
    bridged = "true" if talked > 0 else "false"
    if conference:
        return {"DialCallStatus": "answered" if status == "completed" else status, "DialBridged": bridged}
    duration = {"DialCallDuration": str(round(talked))}
    return {"DialCallStatus": status, "DialCallSid": f"CA{uuid4().hex}", "DialBridged": bridged} | duration
