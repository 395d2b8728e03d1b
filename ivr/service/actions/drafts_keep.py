"""drafts.keep: what an unfinished form has been told, kept for the caller's next call."""

import json
from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.storage.records import Draft

DECLARATION = Action("drafts.keep", "inside", takes={"kind": "word", "slots": "record"}, outcomes={"kept": {}, "nothing": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Keep the slots of the unfinished task, if there are any; a caller without a number could not be recognised again."""
    if not context.caller.hash or not args["slots"]:
        return ActionDone("nothing")
    slots = json.dumps(args["slots"], ensure_ascii=False)
    context.unit.keep_draft(
        Draft(kind=args["kind"], caller_hash=context.caller.hash, call_sid=context.sid, slots=slots, kept_at=context.now)
    )
    return ActionDone("kept")
