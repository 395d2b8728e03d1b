"""Hangup: end the call. https://www.twilio.com/docs/voice/twiml/hangup"""

from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import End, Outcome
from ivr.simulator.twiml.attributes import Table


def hangup(element: Element, place: Place) -> Steps[Outcome | None]:
    """End the call."""
    yield from Table.read(element, place.unsure)
    return End("app", "hangup")
