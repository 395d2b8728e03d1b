"""queues.join: take a place in line. The engine asks it for a queue node; menus do not name it."""

from collections.abc import Mapping
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service import queueing
from ivr.service.actions.context import Context

DECLARATION = Action(
    "queues.join",
    "inside",
    takes={"queue": "word"},
    data={"entry": "text"},
    outcomes={"joined": {"entry": "refund.zh.0123456789ab.aaaaaaaaaaaaaaaaaaaaaaaaaa"}, "closed": {}, "full": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Join, or come back to the place kept: an entry keeps its arrival while the call is away.

    Who waited before closing time waits on; when a queue is closed in an emergency nobody does.
    """
    queue = context.flow.queues[args["queue"]]
    kept = context.unit.open_entry(context.sid, queue.name)
    if context.world.closed_until(queue.name) or (kept is None and not context.world.is_staffed(queue.name, context.now)):
        return ActionDone("closed", None)
    if kept is None and context.unit.waiting_count(queue.name) >= queue.most:
        return ActionDone("full", None)
    entry = context.unit.join_queue(queueing.new_entry(context, queue))
    return ActionDone("joined", {"entry": entry.id})
