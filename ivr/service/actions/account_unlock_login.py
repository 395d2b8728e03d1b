"""account.unlock_login: open a login that wrong passwords have locked."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "account.unlock_login",
    "outside",
    takes={"account": "record"},
    outcomes={"unlocked": {}, "not_locked": {}, "other_block": {}, "unavailable": {}},
    changes=True,
    once_per=("account",),
)
