"""The page that shows the accounts as they are now, and lets a person turn the clock, break the wallet and try a payment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Blueprint, Response, request, send_from_directory
from werkzeug.exceptions import BadRequest

from ivr.demo_wallet import money, refunds, tables
from ivr.demo_wallet.accounts import state
from ivr.demo_wallet.api import located, wallet
from ivr.demo_wallet.asked import Answer, Asked, Refusal, Row, told
from ivr.demo_wallet.bodies import Money, Newest, Payment
from ivr.demo_wallet.faults import ALL, NAMES
from ivr.demo_wallet.orders import ENDS, settle, shown, waiting
from ivr.demo_wallet.security import down

T = TypeVar("T")
COFFEE = Payment(amount=Money(amount=1200, currency="CNY"), payee="咖啡店")
page = Blueprint("page", __name__, url_prefix="/demo", static_folder="static")


@page.get("")
def show() -> Response:
    """Give the page."""
    return send_from_directory(str(page.static_folder), "wallet.html")


@page.get("/state")
def tell() -> Answer:
    """Tell all there is: the time, the accounts, and what is wrong."""
    with wallet().asked() as asked:
        accounts = [_account(located(asked, Newest(limit=20), {"account": row["id"]})) for row in asked.rows(_all(tables.accounts))]
        wrong = [{"operation": name, "fault": fault.kind, "times": fault.times} for name, fault in wallet().faults.now.items()]
        return {"now": told(asked.now), "key": wallet().key, "accounts": accounts, "faults": wrong, "operations": NAMES, **down(asked)}


@page.post("/clock")
def turn() -> Answer:
    """Let it be another time now."""
    at = _sent(datetime.fromisoformat, "at")
    if at.tzinfo is None:
        raise BadRequest("at: a time with its zone, such as 2026-03-02T10:00+08:00")
    wallet().set_clock(at)
    return {"now": told(wallet().now)}


@page.post("/faults")
def break_it() -> Answer:
    """Let an operation go wrong from now on, or right again."""
    body = _body()
    try:
        wallet().faults.set(str(body.get("operation", ALL)), str(body.get("fault", "")), body.get("times"))
    except ValueError as error:
        raise BadRequest(str(error)) from None
    return {}


@page.post("/incidents")
def incident() -> Answer:
    """Let a service be down until a time."""
    service, until = str(_body().get("service")), _sent(datetime.fromisoformat, "until")
    with wallet().asked() as asked:
        asked.db.execute(sa.delete(tables.incidents))
        asked.db.execute(sa.insert(tables.incidents).values(service=service, since=asked.now, until=until))
    return {}


@page.post("/payments")
def pay() -> Answer:
    """Try to pay for a coffee; a refusal is an answer too."""
    with wallet().asked() as asked:
        try:
            return money.pay(located(asked, COFFEE, {"account": _sent(str, "account")}))
        except Refusal as refusal:
            return refusal.answer


@page.post("/retries")
def answer_retry() -> Answer:
    """End a retry that waits, as the holder would in the app: `paid`, `expired` or `failed REASON`."""
    order, ends = _sent(str, "order"), _sent(str, "ends")
    if ends not in ENDS:
        raise BadRequest(f'"{ends}" is no end; write {", ".join(ENDS)}')
    with wallet().asked() as asked:
        if order not in (orders := waiting(asked)):
            raise BadRequest(f'"{order}" is not waiting; waiting now: {", ".join(orders) or "none"}')
        settle(asked, order, ends)
    return {}


@page.post("/reset")
def reset() -> Answer:
    """Put everything back."""
    _body()
    wallet().reset()
    return {}


def _account(asked: Asked) -> Answer:
    account, orders = asked.account, tables.orders
    mine = asked.rows(sa.select(orders).where(orders.c.account == account["id"]).order_by(orders.c.number))
    retries = {row["order"]: row["state"] for row in asked.rows(sa.select(tables.retries))}
    deeds = sa.select(tables.deeds).where(tables.deeds.c.account == account["id"]).order_by(tables.deeds.c.reference.desc())
    plain = {name: account[name] for name in ("id", "phone", "name", "note", "id_last4", "age", "language", "devices")}
    return {
        **plain,
        **state(asked),
        **money.balance(asked),
        **money.newest(asked),
        **refunds.newest(asked),
        "orders": [{**shown(row), "retry": retries.get(row["number"])} for row in mine],
        "deeds": [_deed(row) for row in asked.rows(deeds)],
    }


def _deed(row: Row) -> Answer:
    return {**{name: str(row[name]) for name in ("reference", "deed", "about", "status")}, "at": told(row["at"])}


def _all(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).order_by(table.c.id)


def _body() -> Answer:
    """Read what is sent. Only JSON: no form of another page can send that."""
    body = request.get_json()
    if not isinstance(body, dict):
        raise BadRequest("send a JSON object")
    return body


def _sent(read: Callable[[str], T], name: str) -> T:
    try:
        return read(str(_body()[name]))
    except (KeyError, ValueError):
        raise BadRequest(f"{name}: is missing or cannot be read") from None
