"""Refunds, requests for one, and traces of lost money."""

from datetime import timedelta

import sqlalchemy as sa

from ivr.demo_wallet.asked import Answer, Asked, Refusal, Row, money, told
from ivr.demo_wallet.tables import orders, refunds

REFUNDABLE = timedelta(days=90)
MERCHANT_ANSWERS = timedelta(days=3)
TIMES = ("requested_at", "answer_by", "agreed_at", "sent_at", "arrived_at")


def newest(asked: Asked) -> Answer:
    """Give the newest refunds of the account."""
    return _list(asked, refunds.c.account == asked.account["id"], asked.sent.limit)


def of_order(asked: Asked) -> Answer:
    """Give all refunds of one order."""
    return _list(asked, refunds.c.order == asked.order["number"], None)


def one(asked: Asked) -> Answer:
    """Give one refund."""
    order = asked.row(sa.select(orders).where(orders.c.number == asked.refund["order"]))
    return _shown({**asked.refund, "merchant": order["merchant"] if order else ""})


def refundable(asked: Asked) -> Answer:
    """Say what of an order can still be asked back."""
    left, state, refund = _left(asked)
    shown = {"number": asked.order["number"], "merchant": asked.order["merchant"]}
    return {**shown, "state": state, "amount": money(left), "refund": refund["id"] if refund else None}


def request(asked: Asked) -> Answer:
    """Ask the merchant for money back."""
    left, state, refund = _left(asked)
    if refund is not None:
        raise Refusal(409, "request_open", "A refund of this order is under way.", reference=refund["id"])
    if state == "too_old":
        raise Refusal(409, "too_old", "The time for a refund is over.")
    if state == "not_paid":
        raise Refusal(409, "not_paid", "No money was taken for this order.")
    amount = asked.sent.amount.amount if asked.sent.amount else left
    if not 0 < amount <= left:
        raise Refusal(409, "too_much", "More than can be asked back.", amount=money(left))
    reference = asked.keep("refund_request", about=asked.order["number"])
    row = {"id": reference, "account": asked.account["id"], "order": asked.order["number"], "amount": amount}
    times = {"requested_at": asked.now, "answer_by": asked.now + MERCHANT_ANSWERS}
    asked.db.execute(sa.insert(refunds).values(**row, **times, state="waiting_merchant", way="balance"))
    return {"reference": reference}


def trace(asked: Asked) -> Answer:
    """Have money looked for."""
    order, refund, mine = asked.sent.order, asked.sent.refund, asked.account["id"]
    if not asked.row(sa.select(orders).where(orders.c.number == order, orders.c.account == mine)):
        raise Refusal(404, "order_unknown", "This account has no such order.")
    if refund and not asked.row(sa.select(refunds).where(refunds.c.id == refund, refunds.c.order == order)):
        raise Refusal(404, "refund_unknown", "This account has no such refund.")
    about = f"{order} {refund}" if refund else order
    if running := asked.open_deed("trace", about):
        raise Refusal(409, "trace_open", "This is being looked for already.", reference=str(running["reference"]))
    return {"reference": asked.keep("trace", about, status="received")}


def _left(asked: Asked) -> tuple[int, str, Row | None]:
    """Give what is left of an order's money, whether it can be asked back, and the refund that is under way."""
    order = asked.order
    rows = asked.rows(sa.select(refunds).where(refunds.c.order == order["number"], refunds.c.state != "refused"))
    left = max(0, order["amount"] - sum(row["amount"] for row in rows))
    running = next((row for row in rows if row["state"] != "arrived"), rows[0] if rows and not left else None)
    if running is not None:
        return left, "already", running
    if order["state"] not in ("paid", "refunded"):
        return 0, "not_paid", None
    return left, "too_old" if asked.now > order["at"] + REFUNDABLE else "open", None


def _list(asked: Asked, which: sa.ColumnElement[bool], limit: int | None) -> Answer:
    both = sa.select(refunds, orders.c.merchant).join(orders, orders.c.number == refunds.c.order)
    rows = asked.rows(both.where(which).order_by(refunds.c.requested_at.desc(), refunds.c.id.desc()).limit(limit))
    return {"refunds": [_shown(dict(row)) for row in rows]}


def _shown(row: Answer) -> Answer:
    plain = {name: row[name] for name in ("id", "order", "merchant", "state", "way", "card", "refusal")}
    return {**plain, **{name: told(row[name]) for name in TIMES}, "amount": money(row["amount"])}
