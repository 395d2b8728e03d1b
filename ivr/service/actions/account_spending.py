"""account.spending: how many payments this month and the last, and what they come to."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "account.spending",
    "outside",
    takes={"account": "record"},
    data={"count": "number", "total": "money", "last_count": "number", "last_total": "money"},
    outcomes={"found": {"count": 12, "total": 128000, "last_count": 30, "last_total": 356000}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for both months."""
    spending = wallet.spending(asked.account)
    now, last = spending.this_month, spending.last_month
    told = {"count": now.count, "total": now.total.amount, "last_count": last.count, "last_total": last.total.amount}
    return ActionDone("found", told)
