"""Reject: refuse a call that is not answered yet. https://www.twilio.com/docs/voice/twiml/reject"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import End, Outcome
from ivr.simulator.twiml.attributes import Table, choice

STATUSES = {"rejected": "no-answer", "busy": "busy"}


@dataclass(frozen=True, slots=True)
class Reject(Table):
    """Reject's attribute."""

    reason: str = choice("rejected", 13810, *STATUSES)


def reject(element: Element, place: Place) -> Steps[Outcome | None]:
    """Refuse the call; one that is answered just ends."""
    asked = yield from Reject.read(element, place.unsure)
    is_answered = place.params["CallStatus"] == "in-progress"
    return End("app", asked.reason, "completed" if is_answered else STATUSES[asked.reason])
