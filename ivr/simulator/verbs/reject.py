"""Reject: refuse a call that is not answered yet. https://www.twilio.com/docs/voice/twiml/reject"""

from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import End, Outcome, Place, Steps

KNOWN = "reason"
STATUSES = {"rejected": "no-answer", "busy": "busy"}


def reject(element: Element, place: Place) -> Steps[Outcome | None]:
    """Refuse the call; one that is answered just ends."""
    read = Attributes(element, KNOWN)
    reason = read.choice("reason", tuple(STATUSES), "rejected", 13810)
    yield from read.warnings
    answered = place.params["CallStatus"] == "in-progress"
    return End("app", reason, "completed" if answered else STATUSES[reason])
