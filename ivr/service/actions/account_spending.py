"""account.spending: how many payments this month and the last, and what they come to."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.spending",
    "outside",
    takes={"account": "record"},
    data={"count": "number", "total": "money", "last_count": "number", "last_total": "money"},
    outcomes={"found": {"count": 12, "total": 128000, "last_count": 30, "last_total": 356000}, "unavailable": {}},
)
