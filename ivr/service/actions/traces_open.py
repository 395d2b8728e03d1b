"""traces.open: have money looked for that has not come; one that is looked for already is given instead."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "traces.open",
    "outside",
    takes={"account": "record", "number": "digits", "refund?": "digits"},
    data={"wallet": "digits"},
    outcomes={"opened": {"wallet": "800001"}, "exists": {"wallet": "800001"}, "unavailable": {}},
    changes=True,
    once_per=("number", "refund"),
)
