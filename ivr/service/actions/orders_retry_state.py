"""orders.retry_state: how the payment that was taken again came out."""

from typing import get_args

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Failure
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked
from ivr.service.actions.orders_retry import outcome

DECLARATION = Action(
    "orders.retry_state",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"amount": "money", "reason": "word"},
    words={"reason": get_args(Failure)},
    outcomes={"paid": {"amount": 12800}, "failed": {"reason": "balance"}, "waiting": {}, "expired": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Ask how it stands."""
    return outcome(wallet.retry(asked.account, asked.number))
