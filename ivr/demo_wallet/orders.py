"""Orders, and payments that are tried again."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from ivr.demo_wallet.asked import Answer, Asked, Refusal, Row, money, told
from ivr.demo_wallet.moments import ZONE
from ivr.demo_wallet.tables import orders, retries

SETTLES = timedelta(seconds=20)
"""How long a retry waits for the holder, where the cast says `waiting` and then something else."""

FAILURES = ("balance", "limit", "card_expired", "card_limit", "risk", "merchant", "code_expired", "network", "bank", "unknown")
ENDS = ("paid", "expired", *(f"failed {why}" for why in FAILURES))
"""What becomes of a retry."""


def newest(asked: Asked) -> Answer:
    """Give the newest orders, of one day and one amount if asked."""
    which = [orders.c.account == asked.account["id"]]
    if day := asked.sent.day:
        begins = datetime.combine(day, time(), ZONE)
        which += [orders.c.at >= begins, orders.c.at < begins + timedelta(days=1)]
    if amount := asked.sent.amount:
        which.append(orders.c.amount == amount)
    query = sa.select(orders).where(*which).order_by(orders.c.at.desc(), orders.c.number.desc())
    return {"orders": [shown(row) for row in asked.rows(query.limit(asked.sent.limit))]}


def one(asked: Asked) -> Answer:
    """Give one order."""
    return shown(asked.order)


def shown(row: Row) -> Answer:
    """Give an order in the contract's form."""
    times = {name: told(row[name]) for name in ("at", "paid_at", "expected_at")}
    return {**{name: row[name] for name in ("number", "merchant", "state", "failure")}, **times, "amount": money(row["amount"])}


def last_retry(asked: Asked) -> Answer:
    """Say how the last retry stands."""
    row = _retry(asked)
    if row is None:
        raise Refusal(404, "retry_unknown", "This payment was not tried again.")
    return _shown_retry(asked, row)


def retry(asked: Asked) -> Answer:
    """Try the payment again as the cast has it: `paid`, `expired`, `failed REASON`, `waiting`, or `waiting` and then one of them."""
    order, row = asked.order, _retry(asked)
    if order["state"] == "paid":
        raise Refusal(409, "already_paid", "This order is paid.", paid_at=told(order["paid_at"]))
    if order["state"] == "expired":
        raise Refusal(409, "order_expired", "This order can no longer be paid.")
    if order["state"] != "failed":
        raise Refusal(409, "not_allowed", f"This payment cannot be tried again: {order['state']}.")
    if row is not None and row["state"] == "waiting":
        return _shown_retry(asked, row)
    reference = asked.keep("retry", about=order["number"])
    waits, ends = order["retry"].startswith("waiting"), order["retry"].removeprefix("waiting").strip()
    asked.db.execute(sa.delete(retries).where(retries.c.order == order["number"]))
    settles = {"settles_at": asked.now + SETTLES if ends else None, "settles_as": ends or None}
    asked.db.execute(sa.insert(retries).values(order=order["number"], reference=reference, state="waiting", **settles))
    if not waits:
        settle(asked, order["number"], ends)
    return last_retry(asked)


def settle(asked: Asked, number: str, ends: str) -> None:
    """End a retry as `paid`, `expired` or `failed REASON`, and the order with it."""
    state, _, failure = ends.partition(" ")
    asked.db.execute(
        sa.update(retries).where(retries.c.order == number).values(state=state, failure=failure or None, settles_at=None, settles_as=None)
    )
    paid = {"state": "paid", "paid_at": asked.now, "failure": None}
    order = paid if state == "paid" else {"state": "expired", "failure": None} if state == "expired" else {"failure": failure}
    asked.db.execute(sa.update(orders).where(orders.c.number == number).values(**order))


def waiting(asked: Asked) -> list[str]:
    """Give the orders whose payment waits for the holder."""
    return [row["order"] for row in asked.rows(sa.select(retries).where(retries.c.state == "waiting"))]


def settle_due(asked: Asked) -> None:
    """End the retries whose time has come."""
    for row in asked.rows(sa.select(retries).where(retries.c.settles_at <= asked.now)):
        settle(asked, row["order"], row["settles_as"])


def _retry(asked: Asked) -> Row | None:
    return asked.row(sa.select(retries).where(retries.c.order == asked.order["number"]))


def _shown_retry(asked: Asked, row: Row) -> Answer:
    return {"reference": row["reference"], "state": row["state"], "amount": money(asked.order["amount"]), "failure": row["failure"]}
