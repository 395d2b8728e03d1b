"""orders.find: one order of an account, by its number."""

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Order
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

ORDER = {"number": "digits", "at": "time", "date": "date", "merchant": "text", "amount": "money"}
SAMPLE = {
    "number": "2026030100000017", "at": "2026-03-01T14:00", "date": "2026-03-01", "merchant": "街角面包店", "amount": 12800,
}  # fmt: skip

DECLARATION = Action(
    "orders.find",
    "outside",
    takes={"account": "record", "number": "digits"},
    data=ORDER,
    outcomes={"found": SAMPLE, "not_found": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Look it up among the account's own orders."""
    order = wallet.order(asked.account, asked.number)
    return ActionDone("found", told(asked, order)) if order else ActionDone("not_found")


def told(asked: Asked, order: Order) -> dict[str, str | int]:
    """Give an order as menus tell it."""
    return {
        "number": order.number,
        "at": asked.time(order.at),
        "date": asked.day(order.at),
        "merchant": order.merchant,
        "amount": order.amount.amount,
    }
