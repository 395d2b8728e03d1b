"""Redirect: go on with another document. https://www.twilio.com/docs/voice/twiml/redirect"""

from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Goto, Place, Steps

KNOWN = "method"


def redirect(element: Element, place: Place) -> Steps[Goto]:
    """Go to the URL in the body, without any parameters but the standard ones."""
    read = Attributes(element, KNOWN)
    method = read.method(13710)
    yield from read.warnings
    return Goto(urljoin(place.url, (element.text or "").strip()), method)
