"""Enqueue: wait in a queue for a person. https://www.twilio.com/docs/voice/twiml/enqueue"""

from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Goto, Outcome, Park, Steps
from ivr.simulator.events import Error
from ivr.simulator.place import Place

KNOWN = "action method waitUrl waitUrlMethod workflowSid maxQueueSize"
LONGEST_NAME = 64


def enqueue(element: Element, place: Place) -> Steps[Outcome | None]:
    """Join the queue named in the body, or the workflow's; a bad name is QueueResult error."""
    read = Attributes(element, KNOWN)
    action = element.get("action")
    address = urljoin(place.url, action.strip()) if action else None
    wait_url = element.get("waitUrl")
    workflow = read.text("workflowSid")
    name = workflow or (element.text or "").strip()
    method, wait_method = read.method(14201), read.method(14206, "waitUrlMethod")
    yield from read.warnings
    if not name or (len(name) > LONGEST_NAME and not workflow):
        yield Error(14204 if not name else 14205, "error", f"a queue's name has 1 to {LONGEST_NAME} characters")
        return Goto(address, method, {"QueueResult": "error"}) if address else None
    return Park(name, address, method, urljoin(place.url, wait_url) if wait_url else wait_url, wait_method)
