"""surveys.look: whether a caller may be asked how the talk was."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.marks import is_due

DECLARATION = Action("surveys.look", "inside", outcomes={"due": {}, "not_due": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Tell that nobody is asked twice within a day; who withholds their number, not twice in a call."""
    is_marked = context.unit.survey(context.sid) is not None
    return ActionDone("due" if not is_marked and is_due(context.unit, context.caller.hash, context.now) else "not_due")
