"""The proof of a flow: every property over every place, and what a failure looks like as a call."""

from collections.abc import Iterable
from dataclasses import dataclass

from ivr.compiler.uncollected import uncollected
from ivr.flow.graph import Flow
from ivr.proof.anywhere import Anywhere, explore_anywhere
from ivr.proof.explore import Edge, Explored, Told, explore, nobody
from ivr.proof.failure import Failure
from ivr.proof.properties import EVERYWHERE, IN_CALLS, every_node_is_reached
from ivr.proof.witness import NotWritable, as_call


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at and what was found: failures with a call that gets there, and those that only the abstract has."""

    explored: Explored
    anywhere: Anywhere
    failures: tuple[Failure, ...]
    abstract: tuple[Failure, ...]

    def call(self, failure: Failure) -> str | None:
        """Give the shortest call that gets to a failure, as a `.call` file; None where none is needed, or can be written."""
        if not isinstance(failure.edge, Edge) or not failure.edge.real:
            return None
        try:
            return as_call(self.explored, self.explored.way_to(failure.edge), f"{failure.node}: {failure.what}")
        except NotWritable:
            return None


@uncollected()
def prove(flow: Flow, told: Told = nobody) -> Proof:
    """Prove a flow, or find what is wrong in it."""
    explored = explore(flow, told)
    anywhere = explore_anywhere(explored, told)
    failures = _first(failure for laws in (EVERYWHERE, IN_CALLS) for law in laws for failure in law(explored))
    failures += tuple(every_node_is_reached(explored, anywhere))
    surely = {(failure.law, failure.node) for failure in failures}
    might_be = _first(failure for law in EVERYWHERE for failure in law(anywhere))
    return Proof(explored, anywhere, failures, tuple(each for each in might_be if (each.law, each.node) not in surely))


def _first(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """Keep the first of those that say the same of one node: places come in the order of the shortest call to them."""
    kept: dict[tuple[str, str, str], Failure] = {}
    for failure in failures:
        kept.setdefault((failure.law, failure.node, failure.what), failure)
    return tuple(kept.values())
