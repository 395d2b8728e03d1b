"""What calls of a hotline could cover, by the proof, and what those that were played have covered."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ivr.flow import engine
from ivr.flow.events import DigitsPressed
from ivr.proof.explore import Edge, Explored
from ivr.proof.turns import Oracle
from ivr.trial.items import Item, Items, Step


@dataclass(frozen=True, slots=True)
class Coverage:
    """Items that calls can cover, and those that were covered."""

    coverable: frozenset[Item]
    covered: frozenset[Item]

    @property
    def missing(self) -> list[Item]:
        """What no call has covered yet."""
        return sorted(self.coverable - self.covered)

    def count(self, kind: str, language: str) -> tuple[int, int]:
        """Count what is covered, and all, of a kind in a language."""
        every = [item for item in self.coverable if (item.kind, item.language) == (kind, language)]
        return len(self.covered.intersection(every)), len(every)


class Covering:
    """Tells what each turn that the proof has found covers."""

    def __init__(self, explored: Explored) -> None:
        self.explored, self.items = explored, Items(explored.flow)

    @cached_property
    def edges(self) -> dict[Item, list[Edge]]:
        """The edges that cover each thing, or after which hanging up does, those that calls come to soonest first."""
        found: dict[Item, list[Edge]] = {}
        for edge in (edge for edge in self.explored.edges if edge.real):
            gone = self.items.hang_up(edge.target.state) if edge.target else ()
            for item in (*self.of(edge), *gone):
                found.setdefault(item, []).append(edge)
        return found

    @cached_property
    def coverable(self) -> frozenset[Item]:
        """All that calls can cover."""
        return frozenset((*self.edges, *self._offered(), *self.items.all_hours()))

    def _offered(self) -> Iterator[Item]:
        world = Oracle(self.explored.flow, {})
        for place in (place for place in self.explored.places if place.real):
            yield from self.items.offered(place.state, world)

    def of(self, edge: Edge) -> frozenset[Item]:
        """Give what an edge covers."""
        if edge.turn is None:
            return frozenset()
        before = edge.source.state if edge.source else engine.begin(self.explored.flow)
        digits = edge.event.digits if isinstance(edge.event, DigitsPressed) else ""
        is_open = lambda hours: bool(edge.answers.get(("is_open", hours), True))  # noqa: E731
        return frozenset(self.items.of(Step(before, edge.turn.state, digits, edge.facts, is_open)))
