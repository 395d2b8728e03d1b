"""Pause: silence; first in a document it leaves the caller ringing. https://www.twilio.com/docs/voice/twiml/pause"""

from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Heard, Outcome, Place, Sound, Steps, Wait

KNOWN = "length"


def pause(element: Element, place: Place) -> Steps[Outcome | None]:
    """Be quiet, hearing nothing."""
    yield from quiet(element, frozenset())
    return None


def quiet(element: Element, hearing: frozenset[str]) -> Steps[Heard | None]:
    """Be quiet until the time is up or something is heard."""
    read = Attributes(element, KNOWN)
    length = read.whole("length", 1, 13910, least=1)
    yield from read.warnings
    heard: Heard | None = yield Wait(length, Sound.QUIET, hearing)
    return heard
