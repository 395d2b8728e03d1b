"""queues.look: how a queue stands, asked on the way to it only."""

from collections.abc import Mapping
from typing import Any

from ivr.calendar import in_peak
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service import queueing, somebody_else
from ivr.service.actions.context import Context
from ivr.service.ahead import at_work, count_ahead, need_of
from ivr.service.clock import as_value
from ivr.service.forecast import forecast
from ivr.storage.floor_records import AgentRow

DECLARATION = Action(
    "queues.look",
    "inside",
    takes={"queue": "word"},
    data={"title": "word", "ahead": "number", "minutes": "range", "peak": "word", "same": "word", "opens": "time"},
    words={"peak": ("yes", "no"), "same": ("yes", "no")},
    outcomes={
        "open": {"title": {"zh": "退款客服", "en": "the refund team"}, "ahead": 3, "peak": "yes", "same": "no"},
        "closed": {"title": {"zh": "退款客服", "en": "the refund team"}, "opens": "2026-03-02T08:00"},
        "full": {"title": {"zh": "退款客服", "en": "the refund team"}, "ahead": 200},
    },
)


def perform(context: Context, args: Mapping[str, Any]) -> ActionDone:
    """Look at a queue. How long the wait will be is told when no agent is free and enough is known of the line.

    `same` is whether the caller asks for somebody else, and of those at work only who they talked to can take the call.
    """
    queue = context.flow.queues[args["queue"]]
    title = title_of(context, args["queue"])
    if not context.world.is_staffed(queue.name, context.now):
        opens = context.world.opens(queue.name, context.now)
        return ActionDone("closed", {"title": title, "opens": as_value(opens) if opens else None})
    place = queueing.place_at(context, queue, context.unit.places_of(context.sid, context.caller.hash))
    line = context.unit.line_at(place, tuple(context.flow.queues), context.now)
    agents = context.unit.agents()
    ahead = count_ahead(context.flow, queue.name, context.state.language, line.ahead, agents)
    if line.waiting.get(queue.name, 0) >= queue.most:
        return ActionDone("full", {"title": title, "ahead": ahead})
    minutes = forecast(context, queue.name, ahead, agents)
    peak, same = in_peak(context.flow.peaks, context.now), _is_nobody_else(context, queue.name, agents)
    known = {"title": title, "ahead": ahead, "peak": _word(is_so=peak), "same": _word(is_so=same)}
    return ActionDone("open", known | ({"minutes": minutes} if minutes else {}))


def _is_nobody_else(context: Context, queue: str, agents: list[AgentRow]) -> bool:
    not_to = somebody_else.not_to(context, context.now - queueing.HISTORY)
    return bool(not_to) and somebody_else.is_nobody(not_to, need_of(context.flow, queue, context.state.language), at_work(agents))


def _word(*, is_so: bool) -> str:
    return "yes" if is_so else "no"


def title_of(context: Context, queue: str) -> dict[str, str]:
    """Give a queue's name as spoken, per language."""
    texts = context.flow.queues[queue].title.texts
    return {language: "".join(str(piece) for piece in text.pieces) for language, text in texts.items()}
