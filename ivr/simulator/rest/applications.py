"""TwiML Apps: /Applications."""

from dataclasses import replace
from typing import Any

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Application
from ivr.simulator.office.number import Number
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.http import DELETED, Answer, shown
from ivr.simulator.rest.page import page
from ivr.simulator.rest.written import VERSION, rfc2822, uri


def create(exchange: Exchange, asked: Asked) -> Answer:
    """Set up a TwiML App."""
    made = _set(Application(exchange.sid("AP"), "", Number(""), exchange.clock.now()), asked)
    exchange.account.applications[made.sid] = made
    return shown(_show(exchange, made), 201)


def fetch(exchange: Exchange, asked: Asked) -> Answer:
    return shown(_show(exchange, _found(exchange, asked)))


def listed(exchange: Exchange, asked: Asked) -> Answer:
    rows = [row for row in reversed(exchange.account.applications.values()) if asked.text("FriendlyName") in ("", row.name)]
    return page(asked, "applications", rows, lambda row: row.sid, lambda row: _show(exchange, row))


def update(exchange: Exchange, asked: Asked) -> Answer:
    changed = _set(_found(exchange, asked), asked)
    exchange.account.applications[changed.sid] = changed
    return shown(_show(exchange, changed))


def delete(exchange: Exchange, asked: Asked) -> Answer:
    del exchange.account.applications[_found(exchange, asked).sid]
    return DELETED


def _found(exchange: Exchange, asked: Asked) -> Application:
    if (found := exchange.account.applications.get(asked["Application"])) is None:
        raise asked.missing()
    return found


def _set(old: Application, asked: Asked) -> Application:
    """Change what is given and leave the rest."""
    was = old.answers
    answers = replace(
        was,
        url=asked.url("VoiceUrl", 21402) or was.url,
        method=asked.method("VoiceMethod", was.method, 21403),
        fallback=asked.url("VoiceFallbackUrl", 21402) or was.fallback,
        status=asked.url("StatusCallback", 21402) or was.status,
    )
    return replace(old, name=asked.text("FriendlyName", old.name), answers=answers)


def _show(exchange: Exchange, row: Application) -> dict[str, Any]:
    created, answers = rfc2822(row.created), row.answers
    return {
        "sid": row.sid,
        "account_sid": exchange.account.sid,
        "api_version": VERSION,
        "friendly_name": row.name,
        "date_created": created,
        "date_updated": created,
        "voice_url": answers.url or None,
        "voice_method": answers.method,
        "voice_fallback_url": answers.fallback,
        "voice_fallback_method": "POST",
        "voice_caller_id_lookup": False,
        "status_callback": answers.status,
        "status_callback_method": "POST",
        "uri": uri(exchange.account.sid, "Applications", row.sid),
    }
