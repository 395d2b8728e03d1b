"""account.unfreeze: lift the owner's own freeze; the wallet refuses while a theft is reported."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "account.unfreeze",
    "outside",
    takes={"account": "record"},
    data={"wallet": "digits"},
    outcomes={"done": {"wallet": "600002"}, "report_open": {}, "not_frozen": {}, "not_allowed": {}, "unavailable": {}},
    changes=True,
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Lift it, if the wallet lets us."""
    try:
        return ActionDone("done", {"wallet": wallet.unfreeze(asked.account, asked.key).reference})
    except Refused as refused:
        if refused.code not in ("report_open", "not_frozen", "not_allowed"):
            raise
        return ActionDone(refused.code)
