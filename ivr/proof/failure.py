"""What the proof finds wrong, and what it looks for it in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ivr.proof.anywhere import Anywhere
from ivr.proof.doors import Step
from ivr.proof.explore import Edge, Explored, Place


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that must not be, where, and what to do; `edge` is the last step of a call that gets there, None if none is needed."""

    law: str
    node: str
    what: str
    fix: str
    edge: Edge | Step | None = None


Found = Explored | Anywhere
Property = Callable[[Found], Iterator[Failure]]
InCalls = Callable[[Explored], Iterator[Failure]]


def at(name: str, place: Place, what: str, fix: str) -> Failure:
    """Give a failure that shows as soon as a call is at a place."""
    return Failure(name, place.node, what, fix, place.came or _nowhere(place))


def _nowhere(place: Place) -> Edge:
    return Edge(None, None, {}, (), (), place.turn, place, real=False)
