"""account.balance: what is free to use and what is held."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.balance",
    "outside",
    takes={"account": "record"},
    data={"free": "money", "held": "money"},
    outcomes={"found": {"free": 12800, "held": 500}, "unavailable": {}},
)
