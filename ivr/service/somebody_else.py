"""Somebody else about the same matter: whom a caller who asks for that talked to last is not given the call while another can take it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ivr.agents.model import ALWAYS, Agent, Need
from ivr.agents.routing import meets

if TYPE_CHECKING:
    from ivr.service.actions.context import Context

WISHED = "somebody_else"
"""The slot in which the menus keep that a caller asks for it."""


def not_to(context: "Context", since: datetime) -> str:
    """Name whom the caller talked to in the last call before this one that had a talk, and in this one; nobody unless they ask for it.

    Nothing is known of who withholds their number.
    """
    if not context.state.slots.get(WISHED) or not context.caller.hash:
        return ""
    talks = context.unit.talked_to(context.caller.hash, since)
    last = next((sid for sid, _ in talks if sid != context.sid), "")
    return ",".join(dict.fromkeys(agent for sid, agent in talks if sid in (context.sid, last)))


def passed_over(not_to: str, need: Need, at_work: Iterable[Agent]) -> Mapping[str, int]:
    """Tell whom a call is never given: those it is not for. When nobody else who is at work can take it, it is for them too."""
    earlier = not_to.split(",")
    others = any(agent.id not in earlier and meets(agent, need) for agent in at_work)
    return dict.fromkeys(earlier, ALWAYS) if others else {}
