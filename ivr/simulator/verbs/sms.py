"""Sms: send a text during the call; an old verb. https://www.twilio.com/docs/voice/twiml/sms"""

from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Sms
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Goto, Outcome
from ivr.simulator.twiml.messaging import read_message


def sms(element: Element, place: Place) -> Steps[Outcome | None]:
    """Send the text, to whom the application talks with unless it says otherwise; go to the action, or without one to the next verb."""
    asked, body = yield from read_message(element, place.unsure)
    leg = place.leg
    number, person = (leg.called, leg.caller) if leg.direction == "inbound" else (leg.caller, leg.called)
    to = asked.to or person
    sid = place.office.send(asked.from_ or number, to, body, place.progress(asked.status_callback, "POST", ()))
    yield Sms(to, body)
    return Goto(place.address(asked.action), asked.method, {"SmsSid": sid, "SmsStatus": "sent"}) if asked.action else None
