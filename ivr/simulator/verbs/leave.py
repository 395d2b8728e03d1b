"""Leave: take a waiting caller out of the queue. https://www.twilio.com/docs/voice/twiml/leave"""

from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import LeaveQueue, Outcome, Place, Steps
from ivr.simulator.events import Remark


def leave(element: Element, place: Place) -> Steps[Outcome | None]:
    """Leave the queue; outside one nothing happens and it is remarked."""
    yield from Attributes(element, "").warnings
    if place.waiting:
        return LeaveQueue()
    yield Remark("Leave did nothing: the caller is in no queue")
    return None
