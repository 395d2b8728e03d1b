"""orders.search: up to three orders of an account on a day, if wanted of one amount."""

from datetime import date

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked
from ivr.service.actions.orders_find import ORDER, SAMPLE, told
from ivr.service.actions.orders_recent import MOST

DECLARATION = Action(
    "orders.search",
    "outside",
    takes={"account": "record", "day": "date", "amount?": "money"},
    data=ORDER,
    outcomes={"found": [SAMPLE], "none": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the orders of the day."""
    day = date.fromisoformat(asked.args["day"])
    found = [told(asked, order) for order in wallet.orders(asked.account, MOST, day, asked.args.get("amount"))[:MOST]]
    return ActionDone("found", found) if found else ActionDone("none")
