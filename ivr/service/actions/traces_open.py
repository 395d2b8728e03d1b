"""traces.open: have money looked for that has not come; one that is looked for already is given instead."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Made, read
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "traces.open",
    "outside",
    takes={"account": "record", "number": "digits", "refund?": "digits"},
    data={"wallet": "digits"},
    outcomes={"opened": {"wallet": "800001"}, "exists": {"wallet": "800001"}, "unavailable": {}},
    changes=True,
    once_per=("account", "number", "refund"),
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for it, or give what was asked for before."""
    refund = asked.args.get("refund")
    try:
        made = wallet.open_trace(asked.account, asked.number, str(refund) if refund else None, asked.key)
    except Refused as refused:
        if refused.code != "trace_open":
            raise
        return ActionDone("exists", {"wallet": read(Made, refused.details).reference})
    return ActionDone("opened", {"wallet": made.reference})
