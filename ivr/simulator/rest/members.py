"""Who waits in a queue: /Queues/{QU}/Members. An update takes a caller out, whatever the place in line."""

from typing import Any

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.queues import Member
from ivr.simulator.outcomes import Goto
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.queues import found as queue_of
from ivr.simulator.rest.written import rfc2822, uri

# In place of a CallSid: who is first in line.
FRONT = "Front"


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, _found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    """List who waits, in the order of the line."""
    rows = queue_of(exchange, asked).members
    return page(asked, "queue_members", rows, lambda row: row.sid, lambda row: _show(exchange, row))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """Take a caller out of the line to another document."""
    member, url = _found(exchange, asked), asked.url("Url")
    if url is None:
        raise Refusal(400, 21205, "Url parameter is required.")
    before = _show(exchange, member)
    exchange.dequeue(member, Goto(url, asked.method("Method")))
    return shown(before)


def _found(exchange: Exchange, asked: Asked) -> Member:
    members = queue_of(exchange, asked).members
    rows = members[:1] if asked["Member"] == FRONT else [row for row in members if row.sid == asked["Member"]]
    if not rows:
        raise asked.missing()
    return rows[0]


def _show(exchange: Exchange, member: Member) -> dict[str, Any]:
    queue = member.queue
    return {
        "queue_sid": queue.sid,
        "call_sid": member.sid,
        "date_enqueued": rfc2822(member.enqueued),
        "position": queue.position(member),
        "wait_time": round(exchange.clock.elapsed - member.joined),
        "uri": uri(exchange.account.sid, "Queues", queue.sid, "Members", member.sid),
    }
