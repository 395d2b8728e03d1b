"""Pause: silence; first in a document it leaves the caller ringing. https://www.twilio.com/docs/voice/twiml/pause"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Sound, Steps
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Outcome
from ivr.simulator.twiml.attributes import Table, whole
from ivr.simulator.twiml.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Pause(Table):
    """Pause's attribute, in seconds."""

    length: int = whole(1, 13910, least=1)


def pause(element: Element, place: Place) -> Steps[Outcome | None]:
    """Be quiet, hearing nothing."""
    yield from (yield from prepare(element, place)).run()
    return None


def prepare(element: Element, place: Place) -> Steps[Prompt]:
    """Make silence ready."""
    asked = yield from Pause.read(element, place.unsure)
    return Prompt(asked.length, sound=Sound.QUIET)
