"""devices.sign_out: sign an account out on every device."""

from ivr.flow.actions import Action

DECLARATION = Action(
    "devices.sign_out",
    "outside",
    takes={"account": "record"},
    data={"count": "number"},
    outcomes={"done": {"count": 3}, "unavailable": {}},
    changes=True,
)
