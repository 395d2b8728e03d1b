"""reports.theft: report transactions the owner did not make; from then on a freeze is not lifted by phone."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "reports.theft",
    "outside",
    takes={"account": "record", "items": "list"},
    data={"wallet": "digits", "count": "number", "amount": "money"},
    outcomes={"kept": {"wallet": "900001", "count": 2, "amount": 25600}, "unavailable": {}},
    changes=True,
)
