"""drafts.look: what the caller left unfinished on an earlier call."""

import json
from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context

FIRST = "matter"
"""The first answer of a form; a draft without it is none."""
ANSWERS = {
    FIRST: "word", "matter_order": "digits", "matter_day": "date", "matter_amount": "money", "contact": "word",
    "contact_phone": "phone", "matter_before": "word", "matter_before_number": "digits",
}  # fmt: skip
"""What is given back. Not what was recorded: whoever rings with this number is not known to be who spoke."""

DECLARATION = Action("drafts.look", "inside", takes={"kind": "word"}, data=ANSWERS, outcomes={"found": {FIRST: "failed"}, "none": {}})


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look for the caller's draft of that kind."""
    draft = context.unit.draft(context.caller.hash, args["kind"])
    slots = json.loads(draft.slots) if draft else {}
    if FIRST not in slots:
        return ActionDone("none")
    return ActionDone("found", {name: slots[name] for name in ANSWERS if name in slots})
