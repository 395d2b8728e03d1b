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

    Of who withholds their number only this call is known.
    """
    if not context.state.slots.get(WISHED):
        return ""
    talks = context.unit.talked_to(context.sid, context.caller.hash, since)
    last = next((sid for sid, _ in talks if sid != context.sid), "")
    return ",".join(dict.fromkeys(agent for sid, agent in talks if sid in (context.sid, last)))


def passed_over(not_to: str, need: Need, others: Iterable[Agent]) -> Mapping[str, int]:
    """Tell whom a call is never given: those it is not for. When nobody else of some agents can take it, it is for them too."""
    earlier, able = not_to.split(","), _able(need, others)
    return dict.fromkeys(earlier, ALWAYS) if able.difference(earlier) else {}


def is_nobody(not_to: str, need: Need, at_work: Iterable[Agent]) -> bool:
    """Tell whether of those at work only those can take a call that it is not for."""
    able = _able(need, at_work)
    return bool(able) and able.issubset(not_to.split(","))


def _able(need: Need, agents: Iterable[Agent]) -> set[str]:
    return {agent.id for agent in agents if meets(agent, need)}
