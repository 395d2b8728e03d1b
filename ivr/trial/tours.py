"""Long calls that cover much: from place to place of the proof to the nearest thing that is missing, by the real engine all the way."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ivr.flow import engine
from ivr.flow.events import DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.proof.explore import Edge, Explored, Place
from ivr.proof.turns import Question, Turns
from ivr.proof.witness import REAL
from ivr.trial.coverage import covers
from ivr.trial.items import Item

LONGEST = 25
"""Events in one call: long enough to cover much, short enough to be read."""
WAYS = 5
"""How many ways to one thing are tried."""
MOST_SHUT = 50
"""How many edges may turn out to go another way from where a call really is."""
PLAINEST: tuple[type[object], ...] = (DigitsPressed, NoInput, RecordingDone, LeftQueue, SpeechHeard)
"""Of events that do the same the first is taken."""


@dataclass(slots=True)
class Tour:
    """A call as it grows: its way by the real engine, the place it is at, and what cannot change any more in it."""

    place: Place | None = None
    way: list[Edge] = field(default_factory=list)
    world: dict[Question, Any] = field(default_factory=dict)
    really: dict[str, bool | str] = field(default_factory=dict)
    covered: set[Item] = field(default_factory=set)
    shut: set[int] = field(default_factory=set)

    def takes(self, edge: Edge) -> bool:
        """Tell whether the edge fits what has happened: the world stays as it is, and an action is done in the whole call or never."""
        world = all(self.world.get(question, answer) == answer for question, answer in edge.answers.items())
        really = all(self.really.get(name, real) == real for name, real in _really(edge))
        return world and really and id(edge) not in self.shut


@dataclass(slots=True)
class Arrow:
    """An edge and what it covers."""

    edge: Edge
    covers: frozenset[Item]


class Tours:
    """Plans calls on what the proof has explored."""

    def __init__(self, explored: Explored) -> None:
        self.explored, self.flow = explored, explored.flow
        self._turns = Turns(explored.flow, explored.facts)
        self._arrows: dict[Place | None, list[Arrow]] = {}
        self._edges: dict[Item, list[Edge]] = {}
        seen: set[tuple[object, ...]] = set()
        for edge in sorted((edge for edge in explored.edges if edge.real and edge.turn), key=lambda edge: _rank(edge.event)):
            arrow = Arrow(edge, covers(self.flow, edge))
            name = (id(edge.source), id(edge.target), arrow.covers, repr(sorted(edge.answers.items())), tuple(_really(edge)))
            for item in arrow.covers:
                self._edges.setdefault(item, []).append(edge)
            if name not in seen:
                seen.add(name)
                self._arrows.setdefault(edge.source, []).append(arrow)

    def plans(self, item: Item, missing: set[Item]) -> Iterator[list[Edge]]:
        """Give calls that cover one thing by a short way each, and then as much of what is missing as they come by."""
        for edge in self._edges.get(item, ())[:WAYS]:
            for tour in self._begun(self.explored.way_to(edge), item):
                if item in tour.covered:
                    self._go_on(tour, missing)
                    yield tour.way

    def _begun(self, way: list[Edge], item: Item) -> Iterator[Tour]:
        """Begin with a shortest way; then with another, in a world that is from the start as it is at the end of that."""
        tour = Tour()
        if all(self._go(tour, edge) for edge in way):
            yield tour
        tour = Tour(world={question: answer for edge in way for question, answer in edge.answers.items()})
        self._go_on(tour, {item})
        yield tour

    def _go_on(self, tour: Tour, missing: set[Item]) -> None:
        while len(tour.way) < LONGEST and len(tour.shut) < MOST_SHUT and (not tour.way or tour.place is not None):
            path = self._nearest(tour, missing - tour.covered)
            for arrow in path:
                if not self._go(tour, arrow.edge):
                    tour.shut.add(id(arrow.edge))
                    break
            if not path:
                break

    def _nearest(self, tour: Tour, missing: set[Item]) -> list[Arrow]:
        """Find the fewest events to something missing."""
        waiting: deque[tuple[Place | None, list[Arrow]]] = deque([(tour.place, [])])
        seen: set[int] = {id(tour.place)}
        while waiting:
            place, path = waiting.popleft()
            for arrow in self._arrows.get(place, ()):
                if not tour.takes(arrow.edge):
                    continue
                if arrow.covers & missing:
                    return [*path, arrow]
                target = arrow.edge.target
                if target is not None and id(target) not in seen:
                    seen.add(id(target))
                    waiting.append((target, [*path, arrow]))
        return []

    def _go(self, tour: Tour, planned: Edge) -> bool:
        """Take an event as planned, by the real engine from where the call really is. False when it goes another way from there."""
        before = tour.way[-1].turn if tour.way else None
        state = before.state if before else engine.begin(self.flow)
        source = Place(before.state, before, None, 0, True) if before else None
        for taken in self._turns.takings(state, planned.event) if planned.event else ():
            if taken.turn is None or taken.done != planned.done or taken.turn.state.ended != planned.ending:
                continue
            edge = Edge(source, planned.event, taken.answers, taken.done, taken.turn.facts, taken.turn)
            if not tour.takes(edge) or (planned.target and taken.turn.state.node != planned.target.node):
                continue
            tour.way.append(edge)
            tour.world.update(edge.answers)
            tour.really.update(_really(edge))
            tour.covered |= covers(self.flow, edge)
            tour.place = planned.target
            return True
        return False


def _really(edge: Edge) -> Iterator[tuple[str, bool | str]]:
    """Tell of actions with effects on the rest of the call whether they really are done, and how a line is left."""
    for done in edge.done:
        if done.action in REAL:
            yield done.action, done.outcome == REAL[done.action]
    if isinstance(edge.event, LeftQueue) and edge.source is not None:
        yield f"queue {edge.source.node}", edge.event.result


def _rank(event: Event | None) -> int:
    return next((place for place, kind in enumerate(PLAINEST) if isinstance(event, kind)), len(PLAINEST))
