"""The shipped menus are proved, and the proof's figures are what the page of it prints."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.proof.prove import Proof, prove
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[2] / "menus"


COUNTS: list[int] = []
"""How many states the proof said it had found, each time."""


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(compile_folder(MENUS, DECLARATIONS), COUNTS.append)


def test_the_shipped_menus_are_proved(proof: Proof) -> None:
    assert [f"{failure.node}: {failure.what}" for failure in proof.failures] == []


def test_it_tells_all_along_how_many_states_it_has_found(proof: Proof) -> None:
    assert len(COUNTS) == len(proof.explored.places) + len(proof.anywhere.places)
    assert COUNTS[-1] == len(proof.anywhere.places)


def test_nothing_fails_in_the_abstract_alone(proof: Proof) -> None:
    assert [f"{failure.node}: {failure.what}" for failure in proof.abstract] == []


def test_more_is_tried_than_calls_from_their_start_get_to(proof: Proof) -> None:
    steps = {type(step.event) for step in proof.anywhere.edges if step.event is not None}
    assert len(steps) == len({type(edge.event) for edge in proof.explored.edges}) - 1, "a call begins only in a call"
    assert len(proof.anywhere.places) > len({(place.node, place.question) for place in proof.explored.places})


def test_the_page_of_the_proof_has_its_figures(proof: Proof) -> None:
    spec = spec_from_file_location("docs_proof", MENUS.parent / "docs" / "proof.py")
    assert spec is not None
    assert spec.loader is not None
    docs = module_from_spec(spec)
    spec.loader.exec_module(docs)
    assert docs.page(proof) == (MENUS.parent / "docs" / "proof.md").read_text(encoding="utf-8"), "run make docs and look at the difference"
