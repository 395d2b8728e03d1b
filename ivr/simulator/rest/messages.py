"""Texts: /Messages."""

import re
from typing import Any

from ivr.simulator.effects import Progress
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.exchange.texts import MOST_LETTERS, Text
from ivr.simulator.office.segments import segments
from ivr.simulator.rest.asked import NUMBER, Asked
from ivr.simulator.rest.http import DELETED, Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.written import VERSION, rfc2822, uri

# Names and short codes that texts may come from beside numbers.
SENDER = re.compile(r"\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|MG[0-9a-f]{32}")


def create(exchange: Exchange, asked: Asked) -> Answer:
    """Send a text."""
    asked.required("To", 21604, "A 'To' phone number is required.")
    to = asked.end("To")
    if not NUMBER.fullmatch(to):
        raise Refusal(400, 21211, f"Invalid 'To' Phone Number: {to}")
    sender = asked.end("From") or asked.text("MessagingServiceSid")
    if not sender:
        raise Refusal(400, 21603, "A 'From' phone number is required.")
    if NUMBER.fullmatch(sender) and sender not in exchange.numbers:
        raise Refusal(400, 21606, f"The 'From' phone number provided ({sender}) is not a valid message-capable number of this account")
    if not (NUMBER.fullmatch(sender) or SENDER.fullmatch(sender)):
        raise Refusal(400, 21212, f"Invalid 'From' Phone Number: {sender}")
    body = asked.text("Body").strip() if asked.has("MediaUrl") else asked.required("Body", 21602, "Message body is required.")
    if len(body) > MOST_LETTERS:
        raise Refusal(400, 21617, f"The concatenated message body exceeds the {MOST_LETTERS} character limit")
    callback = asked.url("StatusCallback", 21609)
    return shown(_show(exchange, exchange.texts.send(sender, to, body, Progress(callback) if callback else None)), 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, _found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    ends = asked.text("To"), asked.text("From")
    rows = [
        text
        for text in reversed(list(exchange.texts))
        if ends[0] in ("", text.to) and ends[1] in ("", text.sender) and asked.within("DateSent", text.sent)
    ]
    return page(asked, "messages", rows, lambda row: row.sid, lambda row: _show(exchange, row))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """Redact a text: an empty Body wipes its words."""
    text = _found(exchange, asked)
    if asked.has("Status"):
        raise Refusal(409, 30409, "This message cannot be canceled: it was not scheduled")
    if asked.text("Body") or not asked.has("Body"):
        raise Refusal(400, 30400, "Parameters are not valid: Body can only become the empty string")
    text.body = ""
    return shown(_show(exchange, text))


def delete(exchange: Exchange, asked: Asked) -> Answer:
    """Forget a text that has arrived, or failed to."""
    text = _found(exchange, asked)
    if text.status in ("queued", "sent"):
        raise Refusal(409, 20009, "Cannot delete this resource before it is complete")
    exchange.texts.delete(text)
    return DELETED


def _found(exchange: Exchange, asked: Asked) -> Text:
    if (found := exchange.texts.by_sid.get(asked["Message"])) is None:
        raise asked.missing()
    return found


def _show(exchange: Exchange, text: Text) -> dict[str, Any]:
    service = text.sender if text.sender.startswith("MG") else None
    return {
        "sid": text.sid,
        "account_sid": exchange.account.sid,
        "api_version": VERSION,
        "messaging_service_sid": service,
        "from": None if service else text.sender,
        "to": text.to,
        "body": text.body,
        "num_segments": str(segments(text.body)),
        "num_media": "0",
        "direction": text.direction,
        "status": text.status,
        "error_code": text.error,
        "error_message": None,
        "date_created": rfc2822(text.created),
        "date_updated": rfc2822(text.updated),
        "date_sent": rfc2822(text.sent),
        "price": None,
        "price_unit": "USD",
        "uri": uri(exchange.account.sid, "Messages", text.sid),
        "subresource_uris": {},
    }
