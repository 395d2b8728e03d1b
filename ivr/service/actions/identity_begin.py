"""identity.begin: whether a question of the identity check may be asked; the try is taken before it is."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.guesses import ask, watched_in_answers, watched_in_look_ups

DECLARATION = Action(
    "identity.begin",
    "inside",
    takes={"step": "word", "account?": "record"},
    data={"left": "number", "minutes": "number"},
    outcomes={"ask": {"left": 3}, "locked": {"minutes": 30}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Take a try of the step: `phone` looks an account up, `id` answers about one. A look-up counts whatever is found."""
    looks_up = args["step"] == "phone"
    caller = context.caller.hash
    watched = watched_in_look_ups(context.hash, caller) if looks_up else watched_in_answers(context.hash, args["account"]["id"], caller)
    stands = ask(context.unit, watched, context.sid, context.now, counted=looks_up)
    return ActionDone("locked", {"minutes": stands.minutes}) if stands.minutes else ActionDone("ask", {"left": stands.left})
