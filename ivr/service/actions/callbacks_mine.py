"""callbacks.mine: whether we have called the number that rings, about what, and whether a call is still to come."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions.context import Context
from ivr.service.actions.queues_look import title_of

LATELY = timedelta(hours=24)

DECLARATION = Action(
    "callbacks.mine",
    "inside",
    takes={},
    data={"at": "time", "about": "word", "coming": "word"},
    words={"coming": ("yes", "no")},
    outcomes={
        "called": {"at": "10:15", "about": {"zh": "退款客服", "en": "the refund team"}, "coming": "no"},
        "not_called": {"coming": "no"},
    },
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look for the last call of a day that the carrier knows of. A callback is the only call that we make to callers."""
    kept = context.unit.callbacks_of(context.caller.hash) if context.caller.hash else []
    coming = "yes" if any(each.state == "booked" and each.next_at for each in kept) else "no"
    rung = [(each.rung_at, each) for each in kept if each.leg and each.rung_at and each.rung_at >= context.now - LATELY]
    if not rung:
        return ActionDone("not_called", {"coming": coming})
    at, last = max(rung, key=lambda pair: pair[0])
    about = title_of(context, last.queue) if last.queue in context.flow.queues else {}
    return ActionDone("called", {"at": context.world.local(at), "about": about, "coming": coming})
