"""orders.state: how an order's payment stands."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "orders.state",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"at": "time", "reason": "word", "due": "time", "day": "date"},
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
