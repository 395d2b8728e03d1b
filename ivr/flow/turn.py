"""The outcome of a step."""

from dataclasses import dataclass

from ivr.flow.commands import Command
from ivr.flow.decisions import Perform
from ivr.flow.journal import Fact
from ivr.flow.state import CallState


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event led to: the next state, what the caller hears, what happened, and an action still wanted."""

    state: CallState
    commands: tuple[Command, ...] = ()
    facts: tuple[Fact, ...] = ()
    wants: Perform | None = None
