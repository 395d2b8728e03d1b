"""refunds.check: what of an order can be refunded."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "refunds.check",
    "outside",
    takes={"account": "record", "number": "digits"},
    data={"number": "digits", "merchant": "text", "amount": "money", "id": "digits"},
    outcomes={
        "found": {"number": "2026030100000017", "merchant": "街角面包店", "amount": 12800},
        "not_found": {},
        "too_old": {},
        "already": {"id": "700001"},
        "unavailable": {},
    },
)
