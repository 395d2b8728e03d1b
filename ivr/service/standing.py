"""What an agent is doing now: told by their row, and the call that is held out to them or that they are in."""

from dataclasses import dataclass
from datetime import datetime

from ivr.storage.floor_records import AgentRow, OfferRow

WRITING = "writing"
"""Left alone for a while: mostly to write a talk down, or since their telephone may still be ringing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An agent is ready, ringing, talking or away, each since a moment, or writing until one."""

    state: str
    at: datetime


def standing(agent: AgentRow, offer: OfferRow | None, now: datetime) -> Standing:
    """Tell what an agent does now; `offer` is the live one to them. Who is away is so since they had nothing more to do."""
    if offer is not None:
        return Standing("ringing", offer.offered_at) if offer.state == "open" else Standing("talking", offer.talked_at or offer.changed_at)
    if agent.ready_at > now:
        return Standing(WRITING, agent.ready_at)
    return Standing(agent.state, agent.ready_at)
