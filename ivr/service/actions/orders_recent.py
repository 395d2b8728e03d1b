"""orders.recent: the last three orders of an account, newest first."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked
from ivr.service.actions.orders_find import ORDER, SAMPLE, told

MOST = 3
"""As many as can be picked from by keys, with a key for none."""

DECLARATION = Action(
    "orders.recent",
    "outside",
    takes={"account": "record"},
    data=ORDER,
    outcomes={"found": [SAMPLE], "none": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the newest."""
    found = [told(asked, order) for order in wallet.orders(asked.account, MOST)[:MOST]]
    return ActionDone("found", found) if found else ActionDone("none")
