"""queues.join: take a place in line. The engine asks it for a queue node; menus do not name it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service import offers, queueing, returns
from ivr.service.actions.context import Context
from ivr.storage.records import Entry

DECLARATION = Action(
    "queues.join",
    "inside",
    takes={"queue": "word"},
    data={"entry": "text"},
    outcomes={"joined": {"entry": "refund.zh.0123456789ab.aaaaaaaaaaaaaaaaaaaaaaaaaa"}, "closed": {}, "full": {}},
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Join, or come back to the place kept: an entry keeps its arrival while the call is away.

    Who waits at home to be called back for it has that place, and is called no more. Who waited before closing time waits on;
    when a queue is closed in an emergency nobody does, but for who comes back to an agent who waits for them in the room.
    """
    queue = context.flow.queues[args["queue"]]
    places = context.unit.places_of(context.sid, context.caller.hash)
    kept = queueing.newest(places, queue.name, *queueing.ON_THE_LINE)
    is_closed = context.world.closed_until(queue.name) if kept else not context.world.is_staffed(queue.name, context.now)
    if is_closed and not (kept and returns.is_awaited(context.unit, kept.id)):
        return ActionDone("closed", None)
    if kept is None and context.unit.waiting_count(queue.name) >= queue.most:
        return ActionDone("full", None)
    at_home = queueing.newest(places, queue.name, offers.AT_HOME)
    entry = context.unit.join_queue(_kept_place(context, queueing.new_entry(context, queue, places), at_home))
    if places:  # of who has not waited yet nothing is held out
        returns.joins(context.unit, context.sid, entry.id, context.now)
    return ActionDone("joined", {"entry": entry.id})


def _kept_place(context: Context, entry: Entry, at_home: Entry | None) -> Entry:
    if at_home is None or not context.unit.leave_home(at_home.id):
        return entry
    offers.withdraw(context.unit, at_home.id, context.now)
    context.unit.settle_callback(at_home.id, "rang")
    return replace(entry, place_at=min(entry.place_at, at_home.place_at), not_to=entry.not_to or at_home.not_to)
