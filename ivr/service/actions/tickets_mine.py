"""tickets.mine: the newest ticket of an account that is not settled."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context

DECLARATION = Action(
    "tickets.mine",
    "inside",
    takes={"account": "record"},
    data={"number": "digits", "kind": "word", "overdue": "word"},
    outcomes={"open": {"number": "4815162340", "kind": "refund", "overdue": "no"}, "none": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """No ticket is kept with its account yet, so none is the account's."""
    return ActionDone("none")
