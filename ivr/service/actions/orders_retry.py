"""orders.retry: take a failed payment again."""

from typing import get_args

from ivr.errors import Refused
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import AlreadyPaid, Failure, Retry, read
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

DECLARATION = Action(
    "orders.retry",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"amount": "money", "reason": "word", "at": "time"},
    words={"reason": get_args(Failure)},
    outcomes={
        "paid": {"amount": 12800},
        "failed": {"reason": "balance"},
        "waiting": {},
        "already_paid": {"at": "2026-03-01T14:00"},
        "expired": {},
        "unavailable": {},
    },
    changes=True,
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Send the payment to the owner's app again, to be confirmed there."""
    try:
        retry = wallet.retry_payment(asked.account, asked.number, asked.key)
    except Refused as refused:
        match refused.code:
            case "already_paid":
                return ActionDone("already_paid", {"at": asked.time(read(AlreadyPaid, refused.details).paid_at)})
            case "order_expired":
                return ActionDone("expired")
        raise
    return outcome(retry)


def outcome(retry: Retry) -> ActionDone:
    """Tell how a payment that was tried again stands."""
    match retry.state:
        case "paid":
            return ActionDone("paid", {"amount": retry.amount.amount})
        case "failed":
            return ActionDone("failed", {"reason": retry.failure or "unknown"})
        case "waiting" | "expired" as state:
            return ActionDone(state)
