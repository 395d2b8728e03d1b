"""devices.sign_out: sign an account out on every device."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "devices.sign_out",
    "outside",
    takes={"account": "record"},
    data={"count": "number"},
    outcomes={"done": {"count": 3}, "unavailable": {}},
    changes=True,
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Sign it out."""
    return ActionDone("done", {"count": wallet.sign_out(asked.account, asked.key).devices})
