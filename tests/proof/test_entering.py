"""What the proof knows of entering a node is what the engine does from every place: steps are taken again, and lead where they led."""

from pathlib import Path
from random import Random

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.state import CallState
from ivr.proof.explore import Edge, Explored, explore
from ivr.proof.turns import Turns
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[1] / "service" / "menus"
SAMPLE = 400


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore(compile_folder(MENUS, DECLARATIONS))


def led_to(explored: Explored, edge: Edge) -> list[tuple[object, ...]]:
    """Take the event of a step again, by the engine alone, and give where it leads when the world and actions answer as they did."""
    assert edge.source is not None
    assert edge.event is not None
    takings = Turns(explored.flow, explored.facts).takings(edge.source.state, edge.event)
    return [
        where(explored, taken.turn.state)
        for taken in takings
        if taken.turn is not None and (taken.done, dict(taken.answers)) == (edge.done, dict(edge.answers))
    ]


def where(explored: Explored, state: CallState) -> tuple[object, ...]:
    return (state.node, state.ended, state.language, state.errors, state.frames, dict(state.memo), explored.facts.of(state, state.node))


def test_a_step_leads_where_the_engine_leads_from_there(explored: Explored) -> None:
    edges = [edge for edge in explored.edges if edge.real and edge.source is not None and edge.turn is not None]
    for edge in Random(7).sample(edges, min(SAMPLE, len(edges))):
        assert edge.turn is not None
        state = edge.target.state if edge.target is not None else edge.turn.state
        assert led_to(explored, edge) == [where(explored, state)], f"{edge.event} at {edge.source.node if edge.source else ''}"
