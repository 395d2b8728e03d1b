"""Hangup: end the call. https://www.twilio.com/docs/voice/twiml/hangup"""

from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Table
from ivr.simulator.effects import End, Outcome, Steps
from ivr.simulator.place import Place


def hangup(element: Element, place: Place) -> Steps[Outcome | None]:
    """End the call."""
    yield from Table.read(element, place.unsure)
    return End("app", "hangup")
