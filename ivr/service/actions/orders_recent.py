"""orders.recent: the last three orders of an account, newest first."""

from ivr.flow.actions import Action
from ivr.service.actions.orders_find import ORDER, SAMPLE

DECLARATION = Action(
    "orders.recent",
    "outside",
    takes={"account": "record"},
    data=ORDER,
    outcomes={"found": [SAMPLE], "none": {}, "unavailable": {}},
)
