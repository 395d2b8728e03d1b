"""Enqueue: wait in a queue for a person. https://www.twilio.com/docs/voice/twiml/enqueue"""

import json
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Error, Remark
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Goto, Outcome, Park
from ivr.simulator.twiml.attributes import Refused, Table, address, http_method, like, text

LONGEST_NAME = 64
WORKFLOW = re.compile(r"WW[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Enqueue(Table):
    """Enqueue's attributes. No `wait_url` is the carrier's own music, an empty one silence."""

    action: str | None = address(14203, "error")
    method: str = http_method(14201, "error")
    wait_url: str | None = address(14202, "error")
    wait_url_method: str = http_method(14206, "error")
    workflow_sid: str = like("", 14220, WORKFLOW, "a SID that begins with WW", "error")
    max_queue_size: str = text()


def enqueue(element: Element, place: Place) -> Steps[Outcome | None]:
    """Join the queue named in the body, or the workflow's; what is wrong with it is QueueResult error."""
    try:
        return (yield from _park(element, place))
    except Refused:
        action, method = element.get("action", "").strip(), element.get("method", "").upper()
        return Goto(place.address(action), method if method == "GET" else "POST", {"QueueResult": "error"}) if action else None


def _park(element: Element, place: Place) -> Steps[Park]:
    asked = yield from Enqueue.read(element, place.unsure)
    name = asked.workflow_sid or (element.text or "").strip()
    for child in element:
        yield from _task(child, asked)
    if not name or (len(name) > LONGEST_NAME and not asked.workflow_sid):
        yield Error(14205 if name else 14204, "error", f"a queue's name has 1 to {LONGEST_NAME} characters")
        raise Refused
    if asked.workflow_sid:
        yield Remark("TaskRouter is not simulated: the caller waits in a queue that is named like the workflow")
    action = place.address(asked.action) if asked.action else None
    wait_url = place.address(asked.wait_url) if asked.wait_url else asked.wait_url
    return Park(name, action, asked.method, wait_url, asked.wait_url_method)


def _task(child: Element, asked: Enqueue) -> Steps[None]:
    if child.tag != "Task" or not asked.workflow_sid:
        yield Error(12200, "warning", f"<{child.tag}> may not stand in <Enqueue>")
        return
    try:
        is_object = isinstance(json.loads(child.text or ""), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        yield Error(14221, "error", "a <Task> holds one JSON object")
        raise Refused
