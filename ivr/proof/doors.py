"""A turn taken node by node: it stops at every door, which is a node about to be entered, or a sub-flow about to be left.

What lies behind a door is the same for every turn that comes to it with the same state, so it is looked at once.
"""

from dataclasses import dataclass, field

from ivr.flow.decisions import Ask, Back, Call, Decision, Enter, GoTo, Miss, Repeat, Return, Up
from ivr.flow.events import ActionDone, Event
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.flow.walk import Walk
from ivr.flow.world import World
from ivr.proof.turns import Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDoor(Turn):
    """A turn that has come to a door, and is not over."""

    door: Enter | Return


class Steps(Turns):
    """Takes turns from door to door."""

    def run(self, walk: Walk, decision: Decision) -> Turn:
        """Apply decisions until one of them closes the turn, or comes to a door."""
        while isinstance(decision, GoTo | Miss | Up | Ask | Back | Repeat | Call):
            decision = walk.apply(decision)
        if isinstance(decision, Enter | Return):
            return AtDoor(walk.state, (), tuple(walk.facts), door=decision)
        return walk.run(decision)

    def through(self, state: CallState, door: Enter | Return, world: World) -> Turn:
        """Go through a door, up to the next."""
        walk = Walk(self.flow, world, state)
        return self.run(walk, walk.apply(door))
