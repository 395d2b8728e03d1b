"""Calls that cover what is missing: a shortest one to it, and on from there to more, by the real engine all the way."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from ivr.flow import engine
from ivr.flow.events import LeftQueue
from ivr.proof.explore import Edge, Place
from ivr.proof.turns import Answers, Question, Turns
from ivr.proof.witness import REAL
from ivr.trial.coverage import Covering
from ivr.trial.items import HANG_UP, Item

LONGEST = 25
"""Events in one call: long enough to cover much, short enough to be read."""
WAYS = 5
"""How many ways to one thing are tried."""
MOST_SHUT = 3
"""How many edges may turn out to go another way from where a call really is, before it ends there."""


@dataclass(slots=True)
class Tour:
    """A call as it grows: its way by the real engine, the place it is at, and what cannot change any more in it."""

    place: Place | None = None
    way: list[Edge] = field(default_factory=list)
    world: dict[Question, Any] = field(default_factory=dict)
    covered: set[Item] = field(default_factory=set)
    shut: set[int] = field(default_factory=set)

    def takes(self, edge: Edge) -> bool:
        """Tell whether the edge fits what has happened."""
        return id(edge) not in self.shut and all(self.world.get(asked, answer) == answer for asked, answer in _world(edge).items())


class Tours:
    """Plans calls on what the proof has explored."""

    def __init__(self, covering: Covering) -> None:
        self.covering, self.explored = covering, covering.explored
        self._turns = Turns(self.explored.flow, self.explored.facts)
        self._steps: dict[int, list[Edge]] = {}

    def plans(self, item: Item, missing: set[Item]) -> Iterator[list[Edge]]:
        """Give calls that cover one thing by a shortest way each, and then as much of what is missing as they come by."""
        more = {each for each in missing if each.kind != HANG_UP}
        for way in map(self.explored.way_to, self.covering.edges.get(item, ())[:WAYS]):
            if item.kind == HANG_UP:  # is covered where a call ends
                yield way
                continue
            tour = Tour()
            if not self._follow(tour, way):  # then the world must be from the start as it is at the end
                tour = Tour(world=dict(answer for edge in way for answer in edge.answers.items()))
                self._go_on(tour, {item})
            if item in tour.covered:
                self._go_on(tour, more)
                yield tour.way

    def _go_on(self, tour: Tour, missing: set[Item]) -> None:
        while (tour.place is not None or not tour.way) and len(tour.way) < LONGEST and len(tour.shut) < MOST_SHUT:
            path = self._nearest(tour, missing - tour.covered)
            if not path:
                break
            self._follow(tour, path)

    def _nearest(self, tour: Tour, missing: set[Item]) -> list[Edge]:
        """Find the fewest events to something missing."""
        edges = (edge for item in sorted(missing) for edge in reversed(self.covering.edges.get(item, ())))
        goals = {id(edge.source): edge for edge in edges if tour.takes(edge)}
        waiting = deque([tour.place] if goals else [])
        came: dict[int, Edge | None] = {id(tour.place): None}
        while waiting:
            place = waiting.popleft()
            if (goal := goals.get(id(place))) is not None:
                return [*_back(place, came), goal]
            for edge in self._steps_from(place):
                if id(edge.target) not in came and tour.takes(edge):
                    came[id(edge.target)] = edge
                    waiting.append(edge.target)
        return []

    def _steps_from(self, place: Place | None) -> list[Edge]:
        """Give the edges from a place, or from the start, that lead elsewhere or in another world."""
        if id(place) not in self._steps:
            apart: dict[tuple[object, ...], Edge] = {}
            for edge in place.edges if place else takewhile(lambda edge: edge.source is None, self.explored.edges):
                if edge.real and edge.target is not None:
                    apart.setdefault((id(edge.target), *_world(edge).items()), edge)
            self._steps[id(place)] = list(apart.values())
        return self._steps[id(place)]

    def _follow(self, tour: Tour, path: Iterable[Edge]) -> bool:
        """Take events as planned, as far as they go so; the first that does not is shut."""
        for edge in path:
            if not self._go(tour, edge):
                tour.shut.add(id(edge))
                return False
        return True

    def _go(self, tour: Tour, planned: Edge) -> bool:
        """Take an event as planned, by the real engine from where the call really is. False when it goes another way from there."""
        before = tour.way[-1].turn if tour.way else None
        state = before.state if before else engine.begin(self.explored.flow)
        source = Place(before.state, before, None, 0, True) if before else None
        for taken in self._turns.takings(state, planned.event) if planned.event else ():
            if taken.turn is None or taken.done != planned.done or taken.turn.state.ended != planned.ending:
                continue
            edge = Edge(source, planned.event, taken.answers, taken.done, taken.turn.facts, taken.turn)
            if not tour.takes(edge) or (planned.target and taken.turn.state.node != planned.target.node):
                continue
            tour.way.append(edge)
            tour.world.update(_world(edge))
            tour.covered |= self.covering.of(edge)
            tour.place = planned.target
            return True
        return False


def _world(edge: Edge) -> Answers:
    """Give what holds for a whole call: the world, whether actions with effects on the rest are really done, how a line is left."""
    really: dict[Question, Any] = {("really", done.action): done.outcome == REAL[done.action] for done in edge.done if done.action in REAL}
    if isinstance(edge.event, LeftQueue) and edge.source is not None:
        really["queue", edge.source.node] = edge.event.result
    return {**edge.answers, **really} if really else edge.answers


def _back(place: Place | None, came: Mapping[int, Edge | None]) -> list[Edge]:
    """Give the steps to a place."""
    path: list[Edge] = []
    while (edge := came[id(place)]) is not None:
        path.insert(0, edge)
        place = edge.source
    return path
