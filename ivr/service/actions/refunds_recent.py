"""refunds.recent: the last three refunds of an account, newest first."""

from ivr.flow.actions import Action
from ivr.service.actions.refunds_find import REFUND, SAMPLE

DECLARATION = Action(
    "refunds.recent",
    "outside",
    takes={"account": "record"},
    data=REFUND,
    outcomes={"found": [SAMPLE], "none": {}, "unavailable": {}},
)
