"""Writes docs/proof.md: its frame, the laws as their docstrings tell them, and the figures of the shipped menus."""

import inspect
from collections import Counter
from pathlib import Path

from ivr.compiler.compile import compile_folder
from ivr.flow.graph import file_of
from ivr.proof.properties import EVERYWHERE, IN_CALLS, every_node_is_reached
from ivr.proof.prove import Proof, prove
from ivr.service.actions import DECLARATIONS

DOCS = Path(__file__).parent
PAGE, FRAME = DOCS / "proof.md", DOCS / "proof.frame.md"
NOTICE = "<!-- Written by `make docs` from docs/proof.frame.md and ivr/proof/. Change those. -->\n"


def page(proof: Proof) -> str:
    """Give the whole page."""
    frame = FRAME.read_text(encoding="utf-8")
    return NOTICE + frame.replace("<!-- laws -->\n", _laws()).replace("<!-- table -->\n", _table(proof))


def _laws() -> str:
    laws = (*EVERYWHERE, *IN_CALLS, every_node_is_reached)
    return "".join(f"| {law.__name__.replace('_', '-')} | {' '.join((inspect.getdoc(law) or '').split())} |\n" for law in laws)


def _table(proof: Proof) -> str:
    found = Counter(file_of(place.node) for place in proof.explored.places)
    places = Counter(file_of(place.node) for place in proof.anywhere.places)
    doors = Counter(file_of(door.node) for door in proof.anywhere.doors)
    steps = Counter(file_of(step.source.node) for step in proof.anywhere.edges)
    head = "| menu | places of calls from their start | places there might be | doors | steps tried |\n| --- | --- | --- | --- | --- |\n"
    rows = "".join(f"| {name} | {found[name]:,} | {places[name]:,} | {doors[name]:,} | {steps[name]:,} |\n" for name in sorted(places))
    return f"{head}{rows}| in all | {found.total():,} | {places.total():,} | {doors.total():,} | {steps.total():,} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(prove(compile_folder(DOCS.parent / "menus", DECLARATIONS))), encoding="utf-8")
