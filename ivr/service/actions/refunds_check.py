"""refunds.check: what of an order can be refunded."""

from ivr.errors import Unavailable
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "refunds.check",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"number": "digits", "merchant": "text", "amount": "money", "id": "digits"},
    outcomes={
        "found": {"number": "2026030100000017", "merchant": "街角面包店", "amount": 12800},
        "not_found": {},
        "not_paid": {},
        "too_old": {},
        "already": {"id": "700001"},
        "unavailable": {},
    },
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask what is left; an order for which no money was taken has nothing to give back."""
    order = wallet.refundable(asked.account, asked.number)
    if order is None:
        return ActionDone("not_found")
    match order.state:
        case "open":
            return ActionDone("found", {"number": order.number, "merchant": order.merchant, "amount": order.amount.amount})
        case "already" if order.refund:
            return ActionDone("already", {"id": order.refund})
        case "too_old" | "not_paid":
            return ActionDone(order.state)
    raise Unavailable("its refund has no number")
