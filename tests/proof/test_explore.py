"""The shipped menus, walked to every place a call gets to."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder, compile_texts
from ivr.flow.events import CallStarted
from ivr.flow.graph import file_of
from ivr.flow.journal import Entered
from ivr.flow.nodes.queue import Queue
from ivr.flow.question import Question
from ivr.proof.explore import Explored, explore
from ivr.proof.properties import EVERYWHERE, IN_CALLS, every_node_is_reached
from ivr.service.actions import DECLARATIONS
from tests.flow.conftest import DECLARED, SHARED

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


@pytest.mark.parametrize("law", [*EVERYWHERE, *IN_CALLS, every_node_is_reached], ids=lambda law: law.__name__)
def test_no_call_breaks_a_law(explored: Explored, law) -> None:
    assert [f"{failure.node}: {failure.what}" for failure in law(explored)] == []


def test_calls_that_we_make_begin_at_every_line_in_every_language_and_know_nobody(explored: Explored) -> None:
    begun = [edge.event for edge in explored.edges if isinstance(edge.event, CallStarted) and edge.event.at]
    lines = {name for name, node in explored.flow.nodes.items() if isinstance(node, Queue)}
    assert {(event.at, event.facts["language"]) for event in begun} == {(line, language) for line in lines for language in ("zh", "en")}
    assert {name for event in begun for name in event.facts} & {"identity", "account"} == set()
    assert all(event.facts["team"] == explored.flow.nodes[event.at].queue for event in begun)


ASKING = """menu: asking
nodes:
  start:
    type: menu
    options:
      1: {label: {zh: 甲, en: For the first}, set: {flag: "yes"}, goto: more}
      2: {label: {zh: 乙, en: For the second}, goto: more}
  more:
    type: menu
    options:
      1: {label: {zh: 结束, en: To end}, goto: FINISH}
      2: {label: {zh: 从头再来, en: To begin again}, goto: start}
  told: {type: choose, cases: [{when: flag is known, goto: people.line}], else: people.line}
"""


def places_of(asking: str) -> int:
    files = {**SHARED, "asking.yaml": asking, "hotline.yaml": SHARED["hotline.yaml"].replace("start: main.start", "start: asking.start")}
    found = explore(compile_texts(files, {action.name: action for action in DECLARED}))
    return sum(place.node.startswith("asking.") for place in found.places)


def test_one_more_fact_at_most_doubles_the_places() -> None:
    without, asked = places_of(ASKING.replace("FINISH", "people.line")), places_of(ASKING.replace("FINISH", "told"))
    assert without < asked <= 2 * without
