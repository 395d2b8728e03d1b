"""Who the caller is, and what stops the account."""

from datetime import timedelta

import sqlalchemy as sa

from ivr.demo_wallet.asked import Answer, Asked, Refusal, Row, told
from ivr.demo_wallet.tables import accounts

REVIEW = timedelta(hours=24)
ON_REQUEST = ("risk", "documents")


def find(asked: Asked) -> Answer:
    """Give the account of a phone number."""
    row = asked.row(sa.select(accounts).where(accounts.c.phone == asked.sent.phone))
    if row is None:
        raise Refusal(404, "account_unknown", "No account has this phone number.")
    return {"id": row["id"], "last4": row["phone"][-4:], "name": row["name"][-1], "age": row["age"]}


def match_identity(asked: Asked) -> Answer:
    """Say whether the digits are those of the document."""
    return {"matches": asked.account["id_last4"] == asked.sent.id_last4}


def contact(asked: Asked) -> Answer:
    """Say where texts go."""
    return {"phone": asked.account["phone"], "language": asked.account["language"]}


def profile(asked: Asked) -> Answer:
    """Say how to speak to the holder."""
    account = asked.account
    return {"name": account["name"][-1], "age": account["age"], "language": account["language"], "email": account["email"]}


def stopped_by(account: Row) -> str:
    """Name what stops an account, the hardest to lift first, or `active`."""
    return account["block"] or ("own_freeze" if account["frozen_at"] else "active")


def state(asked: Asked) -> Answer:
    """Say whether the account may be used."""
    account, by = asked.account, stopped_by(asked.account)
    return {
        "state": by,
        "since": told(account["blocked_at"] if account["block"] else account["frozen_at"]),
        "papers": account["papers"] if by == "documents" else [],
        "review_days": account["review_days"] if by == "documents" else None,
        "theft_report": account["theft_report"],
        "login_locked": account["login_locked"],
    }


def unlock_login(asked: Asked) -> Answer:
    """Lift the lock on signing in."""
    if asked.account["block"]:
        raise Refusal(409, "other_block", "Something else stops this account.")
    if not asked.account["login_locked"]:
        raise Refusal(409, "not_locked", "Signing in is not locked.")
    asked.change(login_locked=False)
    return {"reference": asked.keep("login_unlock")}


def request_unblock(asked: Asked) -> Answer:
    """Ask the risk desk to look again."""
    if asked.account["block"] not in ON_REQUEST:
        raise Refusal(409, "not_allowed", "This block cannot be lifted on request.")
    if running := asked.open_deed("unblock_request"):
        details = {"reference": str(running["reference"]), "status": running["status"]}
        times = {"at": told(running["at"]), "due": told(running["due"])}
        raise Refusal(409, "request_open", "A request is already being looked at.", **details, **times)
    due = asked.now + REVIEW
    return {"reference": asked.keep("unblock_request", status="received", due=due), "due": told(due)}
