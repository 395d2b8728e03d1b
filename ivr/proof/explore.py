"""Every place a call can be at, found breadth first with the real engine: what leads there first is a shortest call to it.

Two states are one place when nothing in their menu file tells them apart: the same question and phase, sub-flows, errors, language, and the
same answers to what conditions of the file still ask (`Facts`). First come the places of calls from their start, which are real. Then
everything is tried that such a call might have brought along unseen: slots that only another file asks about hold every value when it is
come to, and every question is begun with every combination of facts, since star may lead back to it.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from ivr.flow import engine
from ivr.flow.commands import Closing
from ivr.flow.events import ActionDone, CallStarted, Event, LeftQueue, NoInput, RecordingDone
from ivr.flow.fields import Option
from ivr.flow.graph import Flow
from ivr.flow.journal import Entered, Fact, Missed
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.state import CALLER, CallState, Frame
from ivr.flow.turn import Turn
from ivr.flow.walk import Walk
from ivr.proof.facts import BUILT_IN, Facts, value_of
from ivr.proof.inputs import Inputs, question
from ivr.proof.tasks import Name, Tasks
from ivr.proof.turns import Answers, Taken, Turns

KNOWN_CALLER = {CALLER: {"last4": "1111"}}


@dataclass(slots=True, eq=False)
class Place:
    """A question (or a wait) with one state of a call that is at it, and what is heard on coming there first."""

    state: CallState
    turn: Turn
    came: "Edge | None"
    presses: int
    real: bool
    question: tuple[str, ...] = ()
    edges: "list[Edge]" = field(default_factory=list)

    @property
    def node(self) -> str:
        return self.state.node

    @property
    def listens(self) -> Closing:
        """How the call listens here: what closed the turn."""
        closing = self.turn.commands[-1]
        assert isinstance(closing, Closing)
        return closing


@dataclass(slots=True, eq=False)
class Edge:
    """One event at a place, one way it can go, and where; no target when the call ends, or breaks by a `slip`."""

    source: Place | None
    event: Event | None
    answers: Answers
    done: tuple[ActionDone, ...]
    facts: tuple[Fact, ...]
    turn: Turn | None
    target: Place | None = None
    slip: str = ""
    real: bool = True

    @property
    def ending(self) -> str:
        return self.turn.state.ended if self.turn is not None else ""

    @property
    def quiet(self) -> bool:
        """Whether nobody chose it: silence, a slip of the caller's, a line that failed."""
        match self.event:
            case NoInput() | LeftQueue(result="full" | "failed") | RecordingDone(seconds=0):
                return True
        return any(isinstance(fact, Missed) for fact in self.facts)


@dataclass(slots=True)
class Explored:
    """All places and the edges between them; `edges` begin with those of the call's start, which have no source."""

    flow: Flow
    facts: Facts
    places: list[Place] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def way_to(self, edge: Edge) -> list[Edge]:
        """Give a shortest call that ends with this edge."""
        way = [edge]
        while way[0].source is not None and way[0].source.came is not None:
            way.insert(0, way[0].source.came)
        return way


def explore(flow: Flow) -> Explored:
    """Find every place that calls get to from their start."""
    explorer = Explorer(flow)
    explorer.start()
    explorer.go()
    return explorer.explored


class Explorer:
    """The search: places by key, and those whose events have not been tried."""

    def __init__(self, flow: Flow) -> None:
        self.flow, self.facts = flow, Facts(flow)
        self.turns, self.inputs = Turns(flow, self.facts), Inputs(self.facts)
        self.explored = Explored(flow, self.facts)
        self.tasks = Tasks(flow, self.facts)
        self.begun: set[Name | None] = set()
        self.relevant: dict[Name | None, frozenset[str]] = {}
        self.known: dict[tuple[Hashable, ...], Place] = {}
        self.waiting: deque[Place] = deque()

    def start(self) -> None:
        """Begin calls: from a number that is known or withheld, to each number that is rung."""
        for called in ("", *self.flow.numbers):
            for slots in (KNOWN_CALLER, {}):
                event = CallStarted(slots, called)
                for taken in self.turns.takings(engine.begin(self.flow), event):
                    self._note(None, taken, event)

    def go(self) -> None:
        """Try everything at every place that waits."""
        while self.waiting:
            place = self.waiting.popleft()
            scene = Scene(self.flow, place.state, self.turns.usual)
            node = self.flow.nodes[place.node]
            options = node.offer(scene) if isinstance(node, Question) else ()
            place.question = question(scene, options)
            for event in self.inputs.at(scene, place.listens):
                for taken in self._taken(place, options, event):
                    self._note(place, taken, event)

    def _taken(self, place: Place, options: tuple[Option, ...], event: Event) -> Sequence[Taken]:
        """Take an event in every way it can go, or know it from another question at which it begins the same task."""
        name = self.tasks.name(place.question, event, place.state, self.tasks.remembered)
        if name is not None and name in self.tasks.known:
            return self.tasks.known[name]
        takings = list(self.turns.takings(place.state, event))
        if name is None and not place.state.frames:
            self.tasks.learn(place.question, event, (*options, *self.flow.menu_of(place.node).universals), takings)
            name = self.tasks.name(place.question, event, place.state, self.tasks.remembered)
        if name is not None:
            self.tasks.known[name] = takings
        return takings

    def _note(self, source: Place | None, taken: Taken, event: Event, *, real: bool = True) -> Edge:
        turn = taken.turn
        real = real and (source is None or source.real)
        edge = Edge(source, event, taken.answers, taken.done, turn.facts if turn else (), turn, slip=taken.slip, real=real)
        self.explored.edges.append(edge)
        if source is not None:
            source.edges.append(edge)
        if turn is not None and not turn.state.ended:
            presses = 0 if source is None else source.presses + (0 if isinstance(event, NoInput) else 1)
            edge.target = self._place(turn, edge, presses, real=real)
        return edge

    def _place(self, turn: Turn, came: Edge | None, presses: int, *, real: bool) -> Place:
        key = self._key(turn)
        place = self.known.get(key)
        if place is None:
            place = self.known[key] = Place(turn.state, turn, came, presses, real)
            self.explored.places.append(place)
            self.waiting.append(place)
        return place

    def _key(self, turn: Turn) -> tuple[Hashable, ...]:
        state = turn.state
        memo = tuple(sorted((name, repr(value)) for name, value in state.memo.items()))
        acted = state.fresh if state.acted else None
        return (
            state.node, type(turn.commands[-1]).__name__, memo, state.errors, state.frames, state.language, state.heard, acted,
            self.facts.of(state, state.node),
        )  # fmt: skip

    # what a call might have brought along

    def vary(self) -> None:
        """Try all that real calls might have brought along, until nothing new is found."""
        self._begin_anywhere()
        done = 0
        while done < len(self.explored.places) or self.waiting:
            self.go()
            while done < len(self.explored.places):
                place = self.explored.places[done]
                done += 1
                self._vary(place)

    def _vary(self, place: Place) -> None:
        """Take each event once more with every value of those slots that the turn asked about and the place does not follow."""
        edges: dict[Event, list[Edge]] = {}
        for edge in place.edges:
            if edge.event is not None:
                edges.setdefault(edge.event, []).append(edge)
        for event, known in edges.items():
            for edge in known:
                self._arrive(place, edge)
            task = self.tasks.name(place.question, event, place.state, ())
            relevant = self.relevant.get(task)
            if relevant is not None and self._told(place, event, relevant) in self.begun:
                continue
            found = self._try_unseen(place, event, known)
            if task is not None:
                self.relevant[task] = relevant = frozenset(found).union(relevant or ())
                self.begun.add(self._told(place, event, relevant))

    def _told(self, place: Place, event: Event, relevant: frozenset[str]) -> Name | None:
        followed = relevant.intersection(self.facts.live.at(place.node))
        return self.tasks.name(place.question, event, place.state, followed)

    def _try_unseen(self, place: Place, event: Event, known: list[Edge]) -> set[str]:
        """Take an event with every value of what it asks about unseen; name all it asked about, and all that is followed where it led."""
        asked = self._asked_by(known)
        waiting = [{slot: value} for slot in self._unseen(place, known, {}) for value in self.facts.values[slot]]
        tried: set[tuple[Hashable, ...]] = set()
        while waiting:
            fixed = waiting.pop()
            name = tuple((slot, self.facts.answer(slot, value)) for slot, value in fixed.items())
            if name in tried:
                continue
            tried.add(name)
            state = _with(place.state, fixed)
            varied = [self._note(place, taken, event, real=False) for taken in self.turns.takings(state, event)]
            for edge in varied:
                self._arrive(place, edge)
            asked |= self._asked_by(varied)
            waiting += [{**fixed, slot: value} for slot in self._unseen(place, varied, fixed) for value in self.facts.values[slot]]
        return asked

    def _asked_by(self, edges: Iterable[Edge]) -> set[str]:
        entered = {fact.node for edge in edges for fact in edge.facts if isinstance(fact, Entered)}
        there = {edge.target.node for edge in edges if edge.target is not None}
        return {slot for node in entered for slot in self.facts.read_at(node)}.union(*(self.facts.live.at(node) for node in there))

    def _unseen(self, place: Place, edges: Iterable[Edge], fixed: Mapping[str, Any]) -> tuple[str, ...]:
        """Name the first slot that a turn asked about although the place does not follow it; one at a time is enough."""
        followed = {*self.facts.live.at(place.node), *fixed, "language"}
        for edge in edges:
            for fact in edge.facts:
                if isinstance(fact, Entered):
                    for slot in self.facts.read_at(fact.node):
                        if slot not in followed and edge.turn is not None and _is_same(slot, place.state, edge.turn.state):
                            return (slot,)
        return ()

    def _arrive(self, place: Place, edge: Edge) -> None:
        """Come to a place with every value of those slots that are followed there and were not before."""
        if edge.target is None or edge.turn is None:
            return
        followed = self.facts.live.at(place.node)
        new = [slot for slot in self.facts.live.at(edge.turn.state.node)
               if slot not in followed and slot != "language" and _is_same(slot, place.state, edge.turn.state)]
        if new:
            for values in product(*(self.facts.values.get(slot, [None]) for slot in new)):
                state = _with(edge.turn.state, dict(zip(new, values, strict=True)))
                self._place(replace(edge.turn, state=state), None, 0, real=False)

    def _begin_anywhere(self) -> None:
        """Begin at every question with every combination of facts and errors, in the sub-flows it was found in."""
        for state in list(self._anywhere()):
            for taken in self.turns.ways(None, lambda world, state=state: self._enter(state, world)):  # type: ignore[misc]
                if taken.turn is not None and not taken.turn.state.ended:
                    self._place(taken.turn, None, 0, real=False)

    def _enter(self, state: CallState, world: Any) -> Turn:
        return Walk(self.flow, world, state).run(self.flow.nodes[state.node].enter(Scene(self.flow, state, world)))

    def _anywhere(self) -> Iterator[CallState]:
        frames: dict[str, set[tuple[Frame, ...]]] = {}
        for place in self.explored.places:
            frames.setdefault(place.node, set()).add(place.state.frames)
        for name, stacks in frames.items():
            if isinstance(self.flow.nodes[name], Question):
                slots = [slot for slot in self.facts.live.at(name) if slot != "language"]
                for values in product(*(self.facts.values.get(slot, [None]) for slot in slots)):
                    for stack, errors, language in product(stacks, range(self.flow.menu_of(name).attempts), self.flow.languages):
                        state = CallState(language, node=name, frames=stack, errors=errors, heard=True, turn=1)
                        yield _with(state, dict(zip(slots, values, strict=True)))


def _with(state: CallState, values: Mapping[str, Any]) -> CallState:
    """Give a state in which slots hold these values; what is built in is a field of the state."""
    slots = {**state.slots, **{slot: value for slot, value in values.items() if slot not in BUILT_IN}}
    pace, heard = values.get("pace", state.pace), values.get("heard", "yes" if state.heard else "no")
    known = {slot: value for slot, value in slots.items() if value is not None}
    return state.but(slots=known, pace=pace or "", heard=heard == "yes")


def _is_same(slot: str, before: CallState, after: CallState) -> bool:
    """Tell whether a turn left a slot as it was."""
    return value_of(before, slot) is value_of(after, slot)
