"""The proof of a flow: every property over every place, and what a failure looks like as a call."""

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.flow.graph import Flow
from ivr.proof.explore import Explored, Explorer
from ivr.proof.failure import Failure
from ivr.proof.properties import PROPERTIES
from ivr.proof.witness import NotWritable, as_call


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at and what was found: failures with a call that gets there, and those that only the abstract has."""

    explored: Explored
    failures: tuple[Failure, ...]
    abstract: tuple[Failure, ...]

    def call(self, failure: Failure) -> str | None:
        """Give the shortest call that gets to a failure, as a `.call` file; None where none is needed, or can be written."""
        if failure.edge is None or not failure.real:
            return None
        try:
            return as_call(self.explored, self.explored.way_to(failure.edge), f"{failure.node}: {failure.what}")
        except NotWritable:
            return None


def prove(flow: Flow) -> Proof:
    """Prove a flow, or find what is wrong in it."""
    explorer = Explorer(flow)
    explorer.start()
    explorer.go()
    explorer.vary()
    found = _shortest(failure for one in PROPERTIES for failure in one(explorer.explored))
    failures = tuple(failure for failure in found if failure.real)
    told = {(failure.law, failure.node) for failure in failures}
    abstract = tuple(failure for failure in found if not failure.real and (failure.law, failure.node) not in told)
    return Proof(explorer.explored, failures, abstract)


def _shortest(failures: Iterable[Failure]) -> list[Failure]:
    """Keep the first of those that say the same of one node: places come in the order of the shortest call to them, real ones first."""
    kept: dict[tuple[str, str, str], Failure] = {}
    for failure in failures:
        known = kept.get(name := (failure.law, failure.node, failure.what))
        if known is None or (failure.real and not known.real):
            kept[name] = failure
    return list(kept.values())
