"""The verbs, one small file each. A verb yields effects and returns where to go, or None for the next verb."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Error, Remark
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Fatal, Outcome
from ivr.simulator.twiml.attributes import Refused
from ivr.simulator.verbs import dial, enqueue, gather, hangup, leave, pause, play, record, redirect, reject, say, sms, start, stop

Verb = Callable[[Element, Place], Steps[Outcome | None]]

VERBS: Mapping[str, Verb] = {
    "Say": say.say,
    "Play": play.play,
    "Pause": pause.pause,
    "Gather": gather.gather,
    "Redirect": redirect.redirect,
    "Hangup": hangup.hangup,
    "Reject": reject.reject,
    "Record": record.record,
    "Dial": dial.dial,
    "Enqueue": enqueue.enqueue,
    "Leave": leave.leave,
    "Sms": sms.sms,
    "Start": start.start,
    "Stop": stop.stop,
}
NESTING = frozenset({"Say", "Gather", "Dial", "Enqueue", "Sms", "Start", "Stop"})
# What Twilio knows and this carrier does not play: each is told of in words and passed over.
NOT_SIMULATED: Mapping[str, str] = {
    "Connect": "hands the call to a service such as a media stream, ConversationRelay, a virtual agent or a video room",
    "Echo": "plays the caller's own voice back",
    "Pay": "takes a card or bank payment by keypad",
    "Prompt": "words of a payment",
    "Queue": "an agent's queue outside a Dial",
    "Refer": "moves a SIP call to another address",
}


def perform(element: Element, place: Place) -> Steps[Outcome | None]:
    """Run one verb; what Twilio refuses for its attributes is told by the verb, and the next one runs."""
    verb = VERBS.get(element.tag)
    if verb is None:
        yield from _pass_over(element.tag, place)
        return None
    if len(element) and element.tag not in NESTING:
        yield Error(12200, "warning", f"nothing may stand in <{element.tag}>")
    try:
        return (yield from verb(element, place))
    except Refused:
        return None


def _pass_over(tag: str, place: Place) -> Steps[None]:
    if tag in NOT_SIMULATED:
        yield Remark(f"<{tag}> is passed over: it {NOT_SIMULATED[tag]}, and this carrier does not simulate that")
        return
    meant = next((name for name in (*VERBS, *NOT_SIMULATED) if name.lower() == tag.lower()), None)
    message = f"<{tag}> is not a verb" + (f"; it should be <{meant}>" if meant else "")
    if place.unsure.unknown_verb_is_fatal:
        raise Fatal(12200, message)
    yield Error(12200, "warning", f"{message}; it is passed over")
