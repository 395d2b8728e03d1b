"""orders.find: one order of an account, by its number."""

from ivr.flow.actions import Action

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
