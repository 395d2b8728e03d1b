"""callers.recall: how a number wants to be spoken to, as its caller chose in an earlier call."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.state import NORMAL
from ivr.service.actions.context import Context

DECLARATION = Action(
    "callers.recall",
    "inside",
    data={"language": "word", "pace": "word"},
    outcomes={"new": {}, "known": {"language": "en", "pace": "slow"}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look the number up; a language that is not spoken any more is as good as none."""
    profile = context.unit.profile(context.caller.hash) if context.caller.hash else None
    if profile is None or profile.language not in context.flow.languages:
        return ActionDone("new")
    return ActionDone("known", {"language": profile.language, "pace": profile.pace or NORMAL})
