"""account.unlock_login: open a login that wrong passwords have locked."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "account.unlock_login",
    "outside",
    takes={"account": "record"},
    outcomes={"unlocked": {}, "not_locked": {}, "other_block": {}, "unavailable": {}},
    changes=True,
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Lift the lock; a block of another kind is not lifted so."""
    try:
        wallet.unlock_login(asked.account, asked.key)
    except Refused as refused:
        if refused.code not in ("not_locked", "other_block"):
            raise
        return ActionDone(refused.code)
    return ActionDone("unlocked")
