"""identity.match_code: whether keys are the one-time code that was texted in this call."""

import hmac
from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import TOLD, Context
from ivr.service.actions.identity_end import how_it_stands
from ivr.service.actions.identity_text_code import hash_of, lasts
from ivr.service.guesses import ask, watched_in_answers

MOST_TRIES = 3

DECLARATION = Action(
    "identity.match_code",
    "inside",
    takes={"account": "record", "answer": "digits"},
    data={"left": "number", "minutes": "number"},
    outcomes={"right": {}, "wrong": {"left": 2}, "expired": {}, "locked": {"minutes": 30}, "unavailable": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Compare, always with the same work, and count. A wrong code is a wrong answer about the account, like any other.

    Where Verify keeps the codes it was asked before, and without its answer nothing is done here.
    """
    unit, account = context.unit, args["account"]["id"]
    stands = ask(unit, watched_in_answers(context.hash, account, context.watched), context.sid, context.now)
    code = unit.code(context.hash(account))
    is_same = hmac.compare_digest(hash_of(context, args["answer"].reveal()), code.hash if code else "") or args.get(TOLD) == "right"
    is_over = code is None or code.call_sid != context.sid or context.now >= code.sent_at + lasts(context)
    is_right = is_same and not is_over and not stands.minutes and code is not None and not code.used and code.tries < MOST_TRIES
    unit.try_code(context.hash(account), use=is_right)
    if is_right or is_over:
        unit.forget_tries(context.sid)
    else:
        unit.count_tries(context.sid)
    return ActionDone("right") if is_right else how_it_stands(context, account, "expired" if is_over else "wrong")
