"""identity.match_id: whether keys are the last four of the ID on file."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "identity.match_id",
    "outside",
    takes={"account": "record", "answer": "digits"},
    outcomes={"right": {}, "wrong": {}, "unavailable": {}},
)
