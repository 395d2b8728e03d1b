"""refunds.find: all refunds of one order; `number` is the order's."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Refund
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

REFUND = {"id": "digits", "number": "digits", "merchant": "text", "amount": "money", "date": "date"}
SAMPLE = {"id": "700001", "number": "2026022600000015", "merchant": "街角面包店", "amount": 12800, "date": "2026-02-27"}
REST = {"id": "700002", "number": "2026022600000015", "merchant": "街角面包店", "amount": 3000, "date": "2026-02-28"}

DECLARATION = Action(
    "refunds.find",
    "outside",
    takes={"account": "record", "number": "digits"},
    data=REFUND,
    outcomes={"found": [SAMPLE, REST], "none": {}, "not_found": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for them, newest first."""
    refunds = wallet.order_refunds(asked.account, asked.number)
    if refunds is None:
        return ActionDone("not_found")
    return ActionDone("found", [told(asked, refund) for refund in refunds]) if refunds else ActionDone("none")


def told(asked: Asked, refund: Refund) -> dict[str, str | int]:
    """Give a refund as menus tell it; its day is that of the request."""
    return {
        "id": refund.id,
        "number": refund.order,
        "merchant": refund.merchant,
        "amount": refund.amount.amount,
        "date": asked.day(refund.requested_at),
    }
