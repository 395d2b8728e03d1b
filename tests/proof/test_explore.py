"""The shipped menus, walked to every place a call gets to."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.journal import Entered
from ivr.flow.question import Question
from ivr.proof.explore import Explored, explore
from ivr.proof.properties import PROPERTIES
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[2] / "menus"


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore(compile_folder(MENUS, DECLARATIONS))


def test_every_node_is_entered_in_every_language(explored: Explored) -> None:
    turns = [edge for edge in explored.edges if edge.turn is not None]
    entered = {(fact.node, edge.turn.state.language) for edge in turns for fact in edge.facts if isinstance(fact, Entered)}
    asking = {name for name, node in explored.flow.nodes.items() if isinstance(node, Question)}
    assert {(name, language) for name in asking for language in explored.flow.languages} - entered == set()


@pytest.mark.parametrize("law", PROPERTIES, ids=lambda law: law.__name__)
def test_no_call_breaks_a_law(explored: Explored, law) -> None:
    assert [f"{failure.node}: {failure.what}" for failure in law(explored)] == []
