"""Balance, transactions, spending and payments."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from ivr.demo_wallet.accounts import stopped_by
from ivr.demo_wallet.asked import Answer, Asked, Refusal, Row, money, told
from ivr.demo_wallet.moments import ZONE
from ivr.demo_wallet.tables import transactions


def balance(asked: Asked) -> Answer:
    """Say what can be spent and what is held."""
    return {"free": money(asked.account["free"]), "held": money(asked.account["held"])}


def newest(asked: Asked) -> Answer:
    """Give the newest transactions."""
    mine = sa.select(transactions).where(transactions.c.account == asked.account["id"])
    rows = asked.rows(mine.order_by(transactions.c.at.desc(), transactions.c.number.desc()).limit(asked.sent.limit))
    return {"transactions": [_shown(row) for row in rows]}


def _shown(row: Row) -> Answer:
    plain = {name: row[name] for name in ("number", "direction", "counterparty", "status")}
    return {**plain, "at": told(row["at"]), "amount": money(row["amount"])}


def spending(asked: Asked) -> Answer:
    """Add up what went out in this month and in the last."""
    month = asked.now.astimezone(ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = (month - timedelta(days=1)).replace(day=1)
    return {"this_month": _spent(asked, month, asked.now + timedelta(seconds=1)), "last_month": _spent(asked, last, month)}


def _spent(asked: Asked, begins: datetime, ends: datetime) -> Answer:
    row = transactions.c
    which = (row.account == asked.account["id"], row.direction == "out", row.status == "done", row.at >= begins, row.at < ends)
    count, total = asked.db.execute(sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(row.amount), 0)).where(*which)).one()
    return {"month": f"{begins:%Y-%m}", "count": count, "total": money(total)}


def pay(asked: Asked) -> Answer:
    """Pay from the balance, if nothing stops the account."""
    account, amount = asked.account, asked.sent.amount.amount
    if (by := stopped_by(account)) != "active":
        raise Refusal(409, "account_stopped", f"Nothing can be paid: {by}.")
    if amount > account["free"]:
        raise Refusal(409, "balance_too_low", "The balance is too low.")
    reference = asked.keep("payment", about=asked.sent.payee)
    asked.change(free=account["free"] - amount)
    paid = {"number": reference, "account": account["id"], "at": asked.now, "direction": "out", "status": "done"}
    asked.db.execute(sa.insert(transactions).values(**paid, counterparty=asked.sent.payee, amount=amount))
    return {"reference": reference}
