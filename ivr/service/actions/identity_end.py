"""identity.end: what came of a question of the identity check."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.guesses import standing, watched_in_answers

DECLARATION = Action(
    "identity.end",
    "inside",
    takes={"account": "record", "result": "word"},
    data={"left": "number", "minutes": "number"},
    outcomes={"kept": {}, "again": {"left": 2}, "locked": {"minutes": 30}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Count a wrong answer; forget the try of a right one. A right answer for which no try was taken is worth nothing."""
    if args["result"] == "right" and context.unit.forget_tries(context.sid):
        return ActionDone("kept")
    context.unit.count_tries(context.sid)
    return how_it_stands(context, args["account"]["id"])


def how_it_stands(context: Context, account: str, otherwise: str = "again") -> ActionDone:
    """Say after a wrong answer for how long there is none, or how many are left."""
    stands = standing(context.unit, watched_in_answers(context.hash, account, context.watched), context.now)
    return ActionDone("locked", {"minutes": stands.minutes}) if stands.minutes else ActionDone(otherwise, {"left": stands.left})
