"""drafts.drop: forget an unfinished form."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context

DECLARATION = Action("drafts.drop", "inside", takes={"kind": "word"}, outcomes={"dropped": {}}, changes=True)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Drop the caller's draft of that kind, if there is one."""
    context.unit.drop_draft(context.caller.hash, args["kind"])
    return ActionDone("dropped")
