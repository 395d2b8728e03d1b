"""refunds.recent: the last three refunds of an account, newest first."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked
from ivr.service.actions.orders_recent import MOST
from ivr.service.actions.refunds_find import REFUND, SAMPLE, told

DECLARATION = Action(
    "refunds.recent",
    "outside",
    takes={"account": "record"},
    data=REFUND,
    outcomes={"found": [SAMPLE], "none": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the newest."""
    found = [told(asked, refund) for refund in wallet.refunds(asked.account, MOST)[:MOST]]
    return ActionDone("found", found) if found else ActionDone("none")
