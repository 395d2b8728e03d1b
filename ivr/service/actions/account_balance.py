"""account.balance: what is free to use and what is held."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "account.balance",
    "outside",
    takes={"account": "record"},
    data={"free": "money", "held": "money"},
    outcomes={"found": {"free": 12800, "held": 500}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the balance."""
    balance = wallet.balance(asked.account)
    return ActionDone("found", {"free": balance.free.amount, "held": balance.held.amount})
