"""What calls of a hotline could cover, by the proof, and what those that were played have covered."""

from dataclasses import dataclass

from ivr.flow import engine
from ivr.flow.events import DigitsPressed
from ivr.flow.graph import Flow
from ivr.proof.explore import Edge, Explored
from ivr.proof.turns import Oracle
from ivr.trial.items import Item, Step, all_hours, hang_up, items, offered


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


def coverable(explored: Explored) -> frozenset[Item]:
    """Give all that calls can cover."""
    flow, world = explored.flow, Oracle(explored.flow, {})
    places = [place.state for place in explored.places if place.real]
    found = set(all_hours(flow))
    found.update(item for state in places for item in (*hang_up(flow, state), *offered(flow, state, world)))
    found.update(item for edge in explored.edges if edge.real for item in covers(flow, edge))
    return frozenset(found)


def covers(flow: Flow, edge: Edge) -> frozenset[Item]:
    """Give what an edge covers."""
    if edge.turn is None:
        return frozenset()
    before = edge.source.state if edge.source else engine.begin(flow)
    digits = edge.event.digits if isinstance(edge.event, DigitsPressed) else ""
    is_open = lambda hours: bool(edge.answers.get(("is_open", hours), True))  # noqa: E731
    return frozenset(items(flow, Step(before, edge.turn.state, digits, edge.facts, is_open)))
