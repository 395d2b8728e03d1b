"""callers.known: whose wallet the number that rings is, as far as a look-up behind the language menu has told."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context

DECLARATION = Action(
    "callers.known",
    "inside",
    data={"id": "digits", "last4": "digits", "name": "text", "age": "word"},
    outcomes={"known": {"id": "20010003", "last4": "0003", "name": "华", "age": "adult"}, "unknown": {}, "pending": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Nothing looks numbers up yet, so the answer has not come."""
    return ActionDone("pending")
