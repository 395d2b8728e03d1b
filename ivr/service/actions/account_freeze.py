"""account.freeze: freeze an account at once: no money can leave it."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import FrozenBefore, read
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "account.freeze",
    "outside",
    takes={"account": "record"},
    data={"wallet": "digits", "since": "date"},
    outcomes={"done": {"wallet": "600001", "since": "2026-03-02"}, "already": {"since": "2026-02-27"}, "unavailable": {}},
    changes=True,
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Freeze it; one that is frozen stays so."""
    try:
        frozen = wallet.freeze(asked.account, asked.key)
    except Refused as refused:
        if refused.code != "already_frozen":
            raise
        return ActionDone("already", {"since": asked.day(read(FrozenBefore, refused.details).since)})
    return ActionDone("done", {"wallet": frozen.reference, "since": asked.day(frozen.since)})
