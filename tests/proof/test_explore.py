"""The shipped menus, walked to every place a call gets to."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.journal import Entered
from ivr.flow.question import Question
from ivr.flow.task import file_of
from ivr.proof.explore import Explored, explore
from ivr.proof.properties import PROPERTIES
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[2] / "menus"


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore(compile_folder(MENUS, DECLARATIONS))


def test_behind_the_choice_of_language_every_question_is_come_to_in_every_language(explored: Explored) -> None:
    turns = [edge for edge in explored.edges if edge.turn is not None]
    entered = {(fact.node, edge.turn.state.language) for edge in turns for fact in edge.facts if isinstance(fact, Entered)}
    nodes = explored.flow.nodes.items()
    asking = {name for name, node in nodes if isinstance(node, Question) and file_of(name) != "welcome"}
    assert {(name, language) for name in asking for language in explored.flow.languages} - entered == set()


@pytest.mark.parametrize("law", PROPERTIES, ids=lambda law: law.__name__)
def test_no_call_breaks_a_law(explored: Explored, law) -> None:
    assert [f"{failure.node}: {failure.what}" for failure in law(explored)] == []
