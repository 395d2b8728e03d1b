"""surveys.look: whether a caller may be asked how the talk was."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context

ASKED_AGAIN_AFTER = timedelta(days=1)

DECLARATION = Action("surveys.look", "inside", outcomes={"due": {}, "not_due": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Tell that nobody is asked twice within a day."""
    marked = context.unit.surveys(context.caller.hash, context.now - ASKED_AGAIN_AFTER)
    return ActionDone("not_due" if marked else "due")
