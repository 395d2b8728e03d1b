"""surveys.keep: how the caller marked the talk."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.storage.records import Survey

DECLARATION = Action("surveys.keep", "inside", takes={"score": "word", "queue?": "word", "solved?": "word"}, outcomes={"kept": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Keep the mark as soon as it is given, and once more when the caller has said whether the talk helped."""
    context.unit.keep_survey(
        Survey(
            call_sid=context.sid,
            caller_hash=context.caller.hash,
            queue=str(args.get("queue") or ""),
            score=int(args["score"]),
            at=context.now,
            solved=str(args.get("solved") or ""),
        )
    )
    return ActionDone("kept")
