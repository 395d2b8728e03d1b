"""callers.recall: what is known of a number: the language its caller chose, and whether it has called too often lately."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.state import NORMAL
from ivr.service.actions.context import Context

LATELY = timedelta(hours=1)
"""The time in which calls of a number are counted."""

DECLARATION = Action(
    "callers.recall",
    "inside",
    takes={"calls": "count", "silent": "count"},
    data={"language": "word", "pace": "word"},
    outcomes={"new": {}, "known": {"language": "en", "pace": "slow"}, "often": {"language": "zh", "pace": "normal"}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look the number up: `often` after so many calls, or so many silent ones, with the hotline's language if none is known.

    Withheld numbers are nobody's. A language that is not spoken any more is as good as none.
    """
    caller = context.caller.hash
    if not caller:
        return ActionDone("new")
    profile = context.unit.profile(caller)
    if profile is not None and profile.language not in context.flow.languages:
        profile = None
    wishes = {"language": profile.language, "pace": profile.pace or NORMAL} if profile else None
    calls, silent = context.unit.count_calls(caller, context.now - LATELY)
    if calls >= int(args["calls"]) or silent >= int(args["silent"]):
        return ActionDone("often", wishes or {"language": context.state.language, "pace": NORMAL})
    return ActionDone("known", wishes) if wishes else ActionDone("new")
