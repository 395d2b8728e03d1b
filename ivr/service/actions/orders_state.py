"""orders.state: how an order's payment stands."""

from datetime import datetime
from typing import get_args

from ivr.errors import Unavailable
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Failure
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "orders.state",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"at": "time", "reason": "word", "due": "time", "day": "date"},
    words={"reason": get_args(Failure)},
    outcomes={
        "paid": {"at": "2026-03-01T14:00"},
        "failed": {"reason": "balance"},
        "returning": {"day": "2026-03-04"},
        "processing": {"due": "2026-03-02T12:00"},
        "late": {"due": "2026-03-02T09:00"},
        "system_fault": {},
        "refunded": {},
        "expired": {},
        "not_found": {},
        "unavailable": {},
    },
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask for the order; what should have come by now and has not is late."""
    order = wallet.order(asked.account, asked.number)
    if order is None:
        return ActionDone("not_found")
    match order.state:
        case "paid" if order.paid_at:
            return ActionDone("paid", {"at": asked.time(order.paid_at)})
        case "failed":
            return ActionDone("failed", {"reason": order.failure or "unknown"})
        case "processing" | "returning" if order.expected_at:
            return _awaited(asked, order.state, order.expected_at)
        case "system_fault" | "refunded" | "expired" as state:
            return ActionDone(state)
    raise Unavailable(f"its order is {order.state} without a date")


def _awaited(asked: Asked, state: str, expected: datetime) -> ActionDone:
    """A result is due at a moment, money that comes back in the course of a day."""
    now = asked.world.now()
    is_late = now > expected if state == "processing" else asked.day(now) > asked.day(expected)
    if is_late:
        return ActionDone("late", {"due": asked.time(expected)})
    return ActionDone(state, {"due": asked.time(expected)} if state == "processing" else {"day": asked.day(expected)})
