"""A turn taken node by node: it stops at every door, where a node is about to be entered, or a sub-flow to be left.

What lies behind a door is the same for every turn that comes to it in the same state, so it is looked at once.
Nothing is said on the way: what a caller hears is judged by calls from their start.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from ivr.flow import engine
from ivr.flow.commands import Words
from ivr.flow.decisions import Ask, Back, Call, Decision, Enter, GoTo, Miss, Repeat, Return, Up
from ivr.flow.events import Event, LeftQueue, NoInput, RecordingDone
from ivr.flow.journal import Chose, Fact, Missed
from ivr.flow.scene import Scene
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.flow.walk import Walk
from ivr.flow.words import Part
from ivr.flow.world import World
from ivr.proof.explore import UNAVAILABLE, Place
from ivr.proof.turns import Taken, Turns

Mood = Literal["silent", "vain", "entry", "chosen"]
"""How a turn has gone so far: the caller did nothing, or nothing that led to anything; entered what was asked for; or chose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDoor(Turn):
    """A turn that is not over: a door is before it."""

    door: Enter | Return

    @property
    def node(self) -> str:
        """The node behind the door; of a sub-flow that is left, the one that called it."""
        return self.entered or self.state.frames[-1].site

    @property
    def entered(self) -> str:
        """The node that is about to be entered, if it is not a sub-flow that is left."""
        return self.door.target if isinstance(self.door, Enter) else ""


@dataclass(slots=True, eq=False, repr=False)
class Door:
    """A door with a turn that has come to it, and the slots that hold what they hold in every such turn."""

    turn: AtDoor
    so_far: Taken
    mood: Mood
    knows: frozenset[str]
    edges: list["Step"] = field(default_factory=list)
    over: "tuple[Door, ...]" = ()

    @property
    def node(self) -> str:
        return self.turn.node

    @property
    def state(self) -> CallState:
        return self.turn.state


Spot = Place | Door
"""Where something can be followed on from."""


@dataclass(slots=True, eq=False, repr=False)
class Step:
    """What an event at a place, or going through a door, leads to: a place or door; nothing when the call ends, or breaks by a `slip`."""

    source: Spot
    event: Event | None
    facts: tuple[Fact, ...]
    turn: Turn | None
    target: Spot | None
    mood: Mood
    slip: str = ""

    @property
    def quiet(self) -> bool:
        """Whether nobody chose it."""
        return self.mood in ("silent", "vain")

    @property
    def silent(self) -> bool:
        """Whether the caller did nothing."""
        return self.mood == "silent"

    @property
    def in_vain(self) -> bool:
        """Whether the caller did something that nothing could be done with."""
        return self.mood == "vain"


class _Mute(Scene):
    """A call in which nothing is said."""

    def speak(self, parts: Iterable[Part]) -> tuple[Words, ...]:
        return ()


class _MuteWalk(Walk):
    scenes = _Mute


class Steps(Turns):
    """Takes turns from door to door."""

    def begin(self, state: CallState, event: Event, world: World) -> Turn:
        """Begin a turn by an event."""
        walk = _MuteWalk(self.flow, world, state)
        return self.run(walk, engine.set_out(walk, event))

    def through(self, door: Door, world: World) -> Turn:
        """Go through a door, up to the next."""
        walk = _MuteWalk(self.flow, world, door.state)
        return self.run(walk, walk.apply(door.turn.door))

    def put(self, state: CallState, world: World) -> Turn:
        """Come to a question as it is found when star leads back to it."""
        walk = _MuteWalk(self.flow, world, state)
        return self.run(walk, walk.node.enter(walk.scene))

    def run(self, walk: Walk, decision: Decision) -> Turn:
        """Apply decisions until one of them closes the turn, or a door is come to."""
        while isinstance(decision, GoTo | Miss | Up | Ask | Back | Repeat | Call):
            decision = walk.apply(decision)
        if isinstance(decision, Enter) or (isinstance(decision, Return) and walk.state.frames):
            return AtDoor(walk.state, (), tuple(walk.facts), door=decision)
        return walk.run(decision)


def mood_of(event: Event) -> Mood:
    """Tell how a turn begins."""
    match event:
        case NoInput() | LeftQueue(result="full" | "failed") | RecordingDone(seconds=0):
            return "silent"
    return "entry"


def went_on(mood: Mood, facts: Iterable[Fact], taken: Taken) -> Mood:
    """Tell how a turn has gone after one more step."""
    if mood == "silent":
        return mood
    for fact in facts:
        if isinstance(fact, Missed):
            mood = "vain"
        elif isinstance(fact, Chose) and fact.by != "entry" and mood == "entry":
            mood = "chosen"
    is_in_vain = mood == "entry" and any(done.outcome == UNAVAILABLE for done in taken.done)
    return "vain" if is_in_vain else mood
