"""refunds.find: all refunds of one order; `number` is the order's."""

from ivr.flow.actions import Action

REFUND = {"id": "digits", "number": "digits", "merchant": "text", "amount": "money", "date": "date"}
SAMPLE = {"id": "700001", "number": "2026022600000015", "merchant": "街角面包店", "amount": 12800, "date": "2026-02-27"}

DECLARATION = Action(
    "refunds.find",
    "outside",
    takes={"account": "record", "number": "digits"},
    data=REFUND,
    outcomes={"found": [SAMPLE], "none": {}, "not_found": {}, "unavailable": {}},
)
