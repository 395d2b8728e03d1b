"""orders.search: up to three orders of an account on a day, if wanted of one amount."""

from ivr.flow.actions import Action
from ivr.service.actions.orders_find import ORDER, SAMPLE

DECLARATION = Action(
    "orders.search",
    "outside",
    takes={"account": "record", "day": "date", "amount?": "money"},
    data=ORDER,
    outcomes={"found": [SAMPLE], "none": {}, "unavailable": {}},
)
