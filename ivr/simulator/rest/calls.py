"""Calls: /Calls. What is created rings when its turn has come; what is updated goes on elsewhere."""

from datetime import datetime
from typing import Any

from ivr.simulator.effects import Progress
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.leg import Leg
from ivr.simulator.outcomes import Goto
from ivr.simulator.rest.asked import CLIENT, NUMBER, Asked
from ivr.simulator.rest.http import Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.recordings import wish_of
from ivr.simulator.rest.written import VERSION, rfc2822, uri

# https://www.twilio.com/docs/voice/api/call-resource
MOST_TWIML, MOST_RING_SECONDS, LONGEST = 4000, 600, 86400
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
SENDABLE = frozenset("0123456789#*wW")


def create(exchange: Exchange, asked: Asked) -> Answer:
    """Call somebody: the document is asked for when the call is answered."""
    to, caller = ends(exchange, asked)
    first = _document(exchange, asked)
    if first is None:
        raise Refusal(400, 21205, "Url parameter is required.")
    digits = asked.text("SendDigits")
    if len(digits) > 32 or not SENDABLE.issuperset(digits):
        raise Refusal(400, 21206, f"SendDigits is {digits!r}; it should be at most 32 of 0-9 # * w W")
    limit, records = _limit(asked), wish_of(asked) if asked.flag("Record") else None
    leg, waits = exchange.call(
        to,
        caller,
        first,
        ring_seconds=asked.whole("Timeout", 60, 1, MOST_RING_SECONDS, 21208),
        fallback=asked.url("FallbackUrl"),
        fallback_method=asked.method("FallbackMethod"),
        progress=progress(asked),
    )
    leg.limit, leg.records = limit, records
    return shown(_show(exchange, leg) | {"queue_time": str(round(waits * 1000))}, 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    rows = [leg for leg in reversed(exchange.legs.values()) if _fits(exchange, asked, leg)]
    return page(asked, "calls", rows, lambda leg: leg.sid, lambda leg: _show(exchange, leg))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """End a call, or send it to another document."""
    leg = found(exchange, asked)
    status = asked.choice("Status", ("", "canceled", "completed"), "")
    goto = None if status else _document(exchange, asked)
    fallback = (asked.url("FallbackUrl"), asked.method("FallbackMethod")) if asked.has("FallbackUrl") else None
    told, limit = progress(asked), _limit(asked)
    if leg.is_over:
        raise Refusal(400, 21220, "Call is not in-progress. Cannot redirect." if goto else "Call is not in-progress.")
    if goto and leg.answered is None and leg.direction != "inbound":
        raise Refusal(400, 21220, "Call is not in-progress. Cannot redirect.")
    if fallback:
        leg.fallback, leg.fallback_method = fallback
    leg.progress, leg.limit = told or leg.progress, limit or leg.limit
    if status and (status == "completed" or leg.answered is None):
        will_be = "completed" if leg.direction == "inbound" or leg.answered is not None else "canceled"
        exchange.end(leg, status)
        return shown(_show(exchange, leg) | {"status": will_be})
    if goto:
        exchange.move(leg, goto)
    return shown(_show(exchange, leg))


def found(exchange: Exchange, asked: Asked) -> Leg:
    """Give the leg that the path names."""
    if (leg := exchange.legs.get(asked["Call"])) is None:
        raise asked.missing()
    return leg


def ends(exchange: Exchange, asked: Asked) -> tuple[str, str]:
    """Give whom to call, and the number to call from."""
    asked.required("To", 21201, "No 'To' number is specified")
    to = asked.end("To")
    if to.startswith("sip:"):
        raise Refusal(501, 501, "SIP is Twilio's, and this carrier does not simulate it")
    if not (NUMBER.fullmatch(to) or CLIENT.fullmatch(to)):
        raise Refusal(400, 21211, f"Invalid 'To' Phone Number: {to}")
    asked.required("From", 21213, "'From' phone number is required")
    caller = asked.end("From")
    if not (NUMBER.fullmatch(caller) or CLIENT.fullmatch(caller)):
        raise Refusal(400, 21212, f"Invalid 'From' Phone Number: {caller}")
    if caller not in exchange.numbers and not (CLIENT.fullmatch(caller) and CLIENT.fullmatch(to)):
        raise Refusal(400, 21210, f"The source phone number provided, {caller}, is not yet verified for your account.")
    return to, caller


def progress(asked: Asked) -> Progress | None:
    """Read where a call's progress is to be told."""
    url = asked.url("StatusCallback")
    told = asked.words("StatusCallbackEvent", EVENTS, "completed", 21626)
    return Progress(url, asked.method("StatusCallbackMethod"), told) if url else None


def _document(exchange: Exchange, asked: Asked) -> Goto | None:
    """Read what a call is to run: an address, the document itself, or a TwiML App's address."""
    if url := asked.url("Url"):
        return Goto(url, asked.method("Method"))
    if twiml := asked.text("Twiml"):
        if len(twiml) > MOST_TWIML:
            raise Refusal(400, 20001, f"Twiml has {len(twiml)} characters; it can have {MOST_TWIML}")
        return Goto("", twiml=twiml)
    if sid := asked.text("ApplicationSid"):
        application = exchange.account.applications.get(sid)
        if application is None or not application.answers.url:
            raise Refusal(400, 21218, f"Invalid ApplicationSid: {sid}")
        return Goto(application.answers.url, application.answers.method)
    return None


def _limit(asked: Asked) -> int | None:
    return asked.whole("TimeLimit", 0, 1, LONGEST, 20001) if asked.has("TimeLimit") else None


def _fits(exchange: Exchange, asked: Asked, leg: Leg) -> bool:
    wanted = {"To": leg.called, "From": leg.caller, "Status": _status(leg), "ParentCallSid": leg.parent}
    started, ended = _moments(exchange, leg)
    if any(asked.text(name) not in ("", value) for name, value in wanted.items()):
        return False
    return asked.within("StartTime", started) and asked.within("EndTime", ended)


def _moments(exchange: Exchange, leg: Leg) -> tuple[datetime | None, datetime | None]:
    ended = None if leg.ended is None else exchange.clock.at(leg.ended)
    return (None if leg.status == "queued" else leg.created), ended


def _status(leg: Leg) -> str:
    """Give the status as this resource has it, which knows no `initiated`."""
    return "queued" if leg.status == "initiated" else leg.status


def _show(exchange: Exchange, leg: Leg) -> dict[str, Any]:
    account, (started, ended) = exchange.account.sid, _moments(exchange, leg)
    own = uri(account, "Calls", leg.sid)
    return {
        "sid": leg.sid,
        "account_sid": account,
        "api_version": VERSION,
        "parent_call_sid": leg.parent,
        "to": leg.called,
        "to_formatted": leg.called,
        "from": leg.caller,
        "from_formatted": leg.caller,
        "phone_number_sid": None,
        "status": _status(leg),
        "direction": leg.direction,
        "answered_by": leg.answered_by,
        "start_time": rfc2822(started),
        "end_time": rfc2822(ended),
        "duration": None if leg.ended is None else str(leg.length),
        "date_created": rfc2822(leg.created),
        "date_updated": rfc2822(ended or leg.created),
        "price": None,
        "price_unit": "USD",
        "forwarded_from": None,
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": None,
        "queue_time": "0",
        "uri": own,
        "subresource_uris": {"recordings": uri(account, "Calls", leg.sid, "Recordings")},
    }
