"""orders.retry: take a failed payment again."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "orders.retry",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"amount": "money", "reason": "word", "at": "time"},
    outcomes={
        "paid": {"amount": 12800},
        "failed": {"reason": "balance"},
        "waiting": {},
        "already_paid": {"at": "2026-03-01T14:00"},
        "expired": {},
        "unavailable": {},
    },
    changes=True,
    once_per=("number",),
)
