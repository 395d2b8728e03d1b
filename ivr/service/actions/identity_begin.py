"""identity.begin: whether a question of the identity check may be asked, or what was looked up be told; the try is taken before."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.guesses import ask, standing, watched_in_answers, watched_in_look_ups

DECLARATION = Action(
    "identity.begin",
    "inside",
    takes={"step": "word", "account?": "record"},
    data={"minutes": "number"},
    outcomes={"ask": {}, "locked": {"minutes": 30}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Take a try of the step; `phone` takes none, for nothing may be keyed, and `looked_up` counts whatever was found."""
    match args["step"]:
        case "phone":
            stands = standing(context.unit, watched_in_look_ups(context.hash, context.watched), context.now)
        case "looked_up":
            stands = ask(context.unit, watched_in_look_ups(context.hash, context.watched), context.sid, context.now, counted=True)
        case _:
            watched = watched_in_answers(context.hash, args["account"]["id"], context.watched)
            stands = ask(context.unit, watched, context.sid, context.now)
    return ActionDone("locked", {"minutes": stands.minutes}) if stands.minutes else ActionDone("ask")
