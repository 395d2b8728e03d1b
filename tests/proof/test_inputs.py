"""What the proof takes for granted: a word for an option does what its key does, and a word for nothing what a wrong key does."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.asking import vocabulary
from ivr.flow.commands import Gather
from ivr.flow.events import DigitsPressed, SpeechHeard
from ivr.flow.nodes.menu import Menu
from ivr.flow.scene import Scene
from ivr.proof.explore import Explored, Place, explore
from ivr.proof.inputs import GIBBERISH, KEYS
from ivr.proof.turns import Turns
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[1] / "service" / "menus"


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore(compile_folder(MENUS, DECLARATIONS))


def comes_to(explored: Explored, place: Place, event: DigitsPressed | SpeechHeard) -> list[tuple[object, ...]]:
    takings = Turns(explored.flow, explored.facts).takings(place.state, event)
    turns = [taken.turn for taken in takings if taken.turn is not None]
    return [(turn.state.node, dict(turn.state.slots), turn.state.errors, turn.state.memo, turn.commands) for turn in turns]


def test_every_word_for_a_key_does_what_the_key_does(explored: Explored) -> None:
    tried = 0
    for place in explored.places:
        node = explored.flow.nodes[place.node]
        if not isinstance(node, Menu) or node.speech is not None or place.state.memo or not isinstance(place.listens, Gather):
            continue
        scene = Scene(explored.flow, place.state, Turns(explored.flow, explored.facts).usual)
        options = {option.key: option for option in node.offer(scene)}
        for text, key in vocabulary(scene, tuple(options.values())).phrases.listed.items():
            if key.startswith("="):
                tried += 1
                said, pressed = SpeechHeard(text), DigitsPressed(key[1:])
                assert comes_to(explored, place, said) == comes_to(explored, place, pressed), f"{place.node}: {text}"
    assert tried > 20


def test_a_menu_makes_of_a_word_for_nothing_what_it_makes_of_a_wrong_key_but_for_what_is_said(explored: Explored) -> None:
    tried = set()
    for place in explored.places:
        node = explored.flow.nodes[place.node]
        if not isinstance(node, Menu) or node.speech is not None or place.state.memo or not isinstance(place.listens, Gather):
            continue
        scene = Scene(explored.flow, place.state, Turns(explored.flow, explored.facts).usual)
        alive = {option.key for option in node.offer(scene)} | {each.key for each in explored.flow.menu_of(place.node).universals}
        wrong = next(key for key in KEYS if key not in alive)
        tried.add((place.node, place.state.language))
        said, pressed = (comes_to(explored, place, event) for event in (SpeechHeard(GIBBERISH), DigitsPressed(wrong)))
        assert [each[:-1] for each in said] == [each[:-1] for each in pressed], f"{place.node}: {wrong}"
    assert len(tried) > 6
