"""orders.retry_state: how the payment that was taken again came out."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "orders.retry_state",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"amount": "money", "reason": "word"},
    outcomes={"paid": {"amount": 12800}, "failed": {"reason": "balance"}, "waiting": {}, "expired": {}, "unavailable": {}},
)
