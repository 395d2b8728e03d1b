"""refunds.request: ask for money back on an order; a request that is open already is given instead."""

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Made, TooMuch, read
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "refunds.request",
    "outside",
    takes={"account": "record", "number": "digits", "amount?": "money", "reason": "word"},
    data={"wallet": "digits", "amount": "money"},
    outcomes={
        "made": {"wallet": "700002"},
        "exists": {"wallet": "700001"},
        "too_much": {"amount": 12800},
        "too_old": {},
        "unavailable": {},
    },
    changes=True,
    once_per=("account", "number", "amount", "reason"),
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for it, or give what was asked for before."""
    try:
        made = wallet.request_refund(asked.account, asked.number, asked.args.get("amount"), str(asked.args["reason"]), asked.key)
    except Refused as refused:
        match refused.code:
            case "request_open":
                return ActionDone("exists", {"wallet": read(Made, refused.details).reference})
            case "too_much":
                return ActionDone("too_much", {"amount": read(TooMuch, refused.details).amount.amount})
            case "too_old":
                return ActionDone("too_old")
        raise
    return ActionDone("made", {"wallet": made.reference})
