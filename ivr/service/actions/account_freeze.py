"""account.freeze: freeze an account at once: no money can leave it."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.freeze",
    "outside",
    takes={"account": "record"},
    data={"wallet": "digits", "since": "date"},
    outcomes={"done": {"wallet": "600001", "since": "2026-03-02"}, "already": {"since": "2026-02-27"}, "unavailable": {}},
    changes=True,
)
