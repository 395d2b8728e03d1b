"""Queues: /Queues."""

from typing import Any

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.queues import GREATEST_SIZE, USUAL_SIZE, Queue
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import DELETED, Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.written import rfc2822, uri

LONGEST_NAME = 64


def create(exchange: Exchange, asked: Asked) -> Answer:
    """Set up a queue."""
    name = _name(exchange, asked)
    made = exchange.office.queues.made(name, asked.whole("MaxSize", USUAL_SIZE, 1, GREATEST_SIZE, 20001))
    return shown(_show(exchange, made), 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    rows = list(reversed(list(exchange.office.queues)))
    return page(asked, "queues", rows, lambda row: row.sid, lambda row: _show(exchange, row))


def update(exchange: Exchange, asked: Asked) -> Answer:
    """Change a queue's name or size; who waits goes on waiting."""
    queue = found(exchange, asked)
    most = asked.whole("MaxSize", queue.most, 1, GREATEST_SIZE, 20001)
    if asked.text("FriendlyName") not in ("", queue.name):
        exchange.office.queues.rename(queue, _name(exchange, asked))
    queue.most = most
    return shown(_show(exchange, queue))


def delete(exchange: Exchange, asked: Asked) -> Answer:
    """Forget a queue, which only an empty one can be."""
    queue = found(exchange, asked)
    if queue.members:
        raise Refusal(400, 20001, f"The queue {queue.name} has {len(queue.members)} members; only an empty one can be deleted")
    exchange.office.queues.delete(queue)
    return DELETED


def found(exchange: Exchange, asked: Asked) -> Queue:
    """Give the queue whose SID the path names."""
    queue = exchange.office.queues.find(asked["Queue"])
    if queue is None or queue.sid != asked["Queue"]:
        raise asked.missing()
    return queue


def _name(exchange: Exchange, asked: Asked) -> str:
    name = asked.required("FriendlyName", 20001, "FriendlyName is required")
    if len(name) > LONGEST_NAME:
        raise Refusal(400, 20001, f"FriendlyName has {len(name)} characters; it can have {LONGEST_NAME}")
    if exchange.office.queues.find(name):
        raise Refusal(400, 22003, f"A queue with the name {name} already exists")
    return name


def _show(exchange: Exchange, queue: Queue) -> dict[str, Any]:
    account, created = exchange.account.sid, rfc2822(queue.created)
    return {
        "sid": queue.sid,
        "account_sid": account,
        "friendly_name": queue.name,
        "current_size": len(queue.members),
        "average_wait_time": queue.average_wait(exchange.clock.elapsed),
        "max_size": queue.most,
        "date_created": created,
        "date_updated": created,
        "uri": uri(account, "Queues", queue.sid),
        "subresource_uris": {"members": uri(account, "Queues", queue.sid, "Members")},
    }
