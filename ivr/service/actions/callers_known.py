"""callers.known: whose wallet the number that rings is, as far as a look-up behind the language menu has told."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.outside.payloads import Age
from ivr.service.actions.context import Context

DECLARATION = Action(
    "callers.known",
    "inside",
    data={"id": "digits", "last4": "digits", "name": "text", "age": "word"},
    words={"age": get_args(Age)},
    outcomes={"known": {"id": "20010003", "last4": "0003", "name": "华", "age": "adult"}, "unknown": {}, "pending": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Give what the job of the first turn has found. A caller without a number is unknown; `pending` is no answer yet."""
    if not context.caller.hash:
        return ActionDone("unknown")
    account = context.unit.account(context.sid)
    if account is None:
        return ActionDone("pending")
    return ActionDone("known", json.loads(account)) if account else ActionDone("unknown")
