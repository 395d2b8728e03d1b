"""Freeze, theft, devices, and what is down at the moment."""

import sqlalchemy as sa

from ivr.demo_wallet.asked import Answer, Asked, Refusal, money, told
from ivr.demo_wallet.tables import incidents, transactions


def freeze(asked: Asked) -> Answer:
    """Let no money leave. An account that something else stops can still be frozen."""
    if since := asked.account["frozen_at"]:
        raise Refusal(409, "already_frozen", "This account is frozen.", since=told(since))
    asked.change(frozen_at=asked.now)
    return {"reference": asked.keep("freeze"), "since": told(asked.now)}


def unfreeze(asked: Asked) -> Answer:
    """Lift the holder's own freeze, never while a theft report is open."""
    account = asked.account
    if account["theft_report"]:
        raise Refusal(409, "report_open", "A theft report is open; only a person may lift this.")
    if account["block"]:
        raise Refusal(409, "not_allowed", f"The holder did not freeze this account: {account['block']}.")
    if not account["frozen_at"]:
        raise Refusal(409, "not_frozen", "This account is not frozen.")
    asked.change(frozen_at=None)
    return {"reference": asked.keep("unfreeze")}


def report_theft(asked: Asked) -> Answer:
    """Mark transactions the holder did not make."""
    numbers = set(asked.sent.transactions)
    row = transactions.c
    found = asked.rows(sa.select(transactions).where(row.account == asked.account["id"], row.number.in_(numbers)))
    if len(found) < len(numbers):
        raise Refusal(404, "transaction_unknown", "This account has no such transaction.")
    asked.change(theft_report=True)
    reference = asked.keep("theft_report", " ".join(sorted(numbers)), status="received")
    return {"reference": reference, "count": len(found), "amount": money(sum(row["amount"] for row in found))}


def sign_out(asked: Asked) -> Answer:
    """Sign out on every device."""
    asked.change(devices=0)
    return {"reference": asked.keep("sign_out"), "devices": asked.account["devices"]}


def down(asked: Asked) -> Answer:
    """Say what is down now."""
    rows = asked.rows(sa.select(incidents).where(incidents.c.until > asked.now).order_by(incidents.c.since))
    return {"incidents": [{"service": row["service"], "since": told(row["since"]), "until": told(row["until"])} for row in rows]}
