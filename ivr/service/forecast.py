"""How long one on the way into a line is told to wait: from who is at work, who is ahead, and what the line's last calls were like."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivr.agents.estimates import RECENT, WAITS, estimate
from ivr.agents.model import MINUTE
from ivr.agents.routing import meets
from ivr.service.ahead import agent_of, need_of
from ivr.service.offers import WRAP_UP
from ivr.storage.floor_records import AgentRow

if TYPE_CHECKING:
    from ivr.service.actions.context import Context

WRITING = round(WRAP_UP.total_seconds() * 1000)


def forecast(context: "Context", queue: str, ahead: int, agents: Iterable[AgentRow]) -> tuple[int, int] | None:
    """Give from how many to how many minutes the wait will be; None when an agent is free for the caller, or it is not known well enough.

    Whatever was estimated is kept with the call, told or not, to be held against the wait that comes.
    """
    need = need_of(context.flow, queue, context.state.language)
    able = {row.id for row in agents if row.state == "ready" and meets(agent_of(row), need)}
    if not able:
        return None
    free = sum(row.id in able for row in context.unit.ready_agents(context.now))
    if free > ahead:
        return None
    past = context.unit.line_past(queue, WAITS)
    found = estimate(ahead - free, len(able), [held + WRITING for held in past.held[-RECENT:]], past.ended)
    if found is None:
        return None
    context.unit.keep_estimate(context.sid, queue, found, context.now)
    return (found.range.low // MINUTE, found.range.top // MINUTE) if found.is_told else None
