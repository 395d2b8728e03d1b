"""Texts that callers send: taken, and never answered. Who writes STOP is answered by the carrier."""

from collections.abc import Mapping

from ivr.twiml.document import empty
from ivr.web import faults
from ivr.web.door import Answer, Knock, View, answer, noted

MOST_BODY = 100


def incoming(knock: Knock) -> Answer:
    """A text has come."""
    body = knock.form.get("Body", "")[:MOST_BODY]
    kept = faults.keep(knock, lambda: knock.services.marks.take(knock.leg.sid, knock.leg.caller, body))
    return answer(empty()) if kept else noted(kept)


TEXTS: Mapping[str, View] = {"/sms/incoming": incoming}
