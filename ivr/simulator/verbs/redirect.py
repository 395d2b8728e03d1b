"""Redirect: go on with another document. https://www.twilio.com/docs/voice/twiml/redirect"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Goto
from ivr.simulator.twiml.attributes import Table, http_method


@dataclass(frozen=True, slots=True)
class Redirect(Table):
    """Redirect's attribute."""

    method: str = http_method(13710)


def redirect(element: Element, place: Place) -> Steps[Goto]:
    """Go to the URL in the body, without any parameters but the standard ones."""
    asked = yield from Redirect.read(element, place.unsure)
    return Goto(place.address(element.text or ""), asked.method)
