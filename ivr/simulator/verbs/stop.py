"""Stop: end what Start began. https://www.twilio.com/docs/voice/twiml/recording"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Outcome
from ivr.simulator.twiml.attributes import Table, text
from ivr.simulator.verbs.start import SOURCE, other


@dataclass(frozen=True, slots=True)
class Named(Table):
    """The one attribute of a recording that is stopped."""

    name: str = text()


def stop(element: Element, place: Place) -> Steps[Outcome | None]:
    """End what was started: the recording of this name, or without one all of this call."""
    recordings = place.office.recordings
    for child in element:
        if child.tag == "Recording":
            named = yield from Named.read(child, place.unsure)
            for running in recordings.running(place.leg.sid):
                if running.source == SOURCE and named.name in ("", running.name):
                    recordings.stop(running, place.office.carrier.recording)
        else:
            yield other(element, child)
    return None
