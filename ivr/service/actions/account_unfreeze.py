"""account.unfreeze: lift the owner's own freeze; the wallet refuses while a theft is reported."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.unfreeze",
    "outside",
    takes={"account": "record"},
    data={"wallet": "digits"},
    outcomes={"done": {"wallet": "600002"}, "report_open": {}, "not_frozen": {}, "not_allowed": {}, "unavailable": {}},
    changes=True,
)
