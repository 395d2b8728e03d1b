"""Leave: take a waiting caller out of the queue. https://www.twilio.com/docs/voice/twiml/leave"""

from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Remark
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import End, LeaveQueue, Outcome
from ivr.simulator.twiml.attributes import Table


def leave(element: Element, place: Place) -> Steps[Outcome | None]:
    """Leave the queue; outside one it is remarked."""
    yield from Table.read(element, place.unsure)
    if place.waiting:
        return LeaveQueue()
    yield Remark("Leave did nothing: the caller is in no queue")
    return None if place.unsure.leave_outside_is_nothing else End("app", "leave")
