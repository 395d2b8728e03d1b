"""Services of Verify: /v2/Services."""

import re
from typing import Any

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import VerifyService
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import Answer, Refusal, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.written import iso

MOST_DIGITS = 4


def create(exchange: Exchange, asked: Asked) -> Answer:
    """Set up a service; its name is what the texts call it."""
    name = asked.required("FriendlyName", 60200, "Invalid parameter: FriendlyName is required")
    if len(re.findall(r"\d", name)) > MOST_DIGITS:
        raise Refusal(400, 60200, f"Invalid parameter: FriendlyName is {name!r}; it can have {MOST_DIGITS} digits at most")
    made = VerifyService(exchange.sid("VA"), name, exchange.clock.now(), asked.whole("CodeLength", 6, 4, 10, 60200))
    exchange.account.services[made.sid] = made
    return shown(_show(exchange, made), 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    rows = list(reversed(exchange.account.services.values()))
    return page(asked, "services", rows, lambda row: row.sid, lambda row: _show(exchange, row), exchange.account.api)


def found(exchange: Exchange, asked: Asked) -> VerifyService:
    """Give the service that the path names."""
    if (service := exchange.account.services.get(asked["Service"])) is None:
        raise asked.missing()
    return service


def _show(exchange: Exchange, service: VerifyService) -> dict[str, Any]:
    created = iso(service.created)
    return {
        "sid": service.sid,
        "account_sid": exchange.account.sid,
        "friendly_name": service.name,
        "code_length": service.code_length,
        "date_created": created,
        "date_updated": created,
        "url": f"{exchange.account.api}/v2/Services/{service.sid}",
    }
