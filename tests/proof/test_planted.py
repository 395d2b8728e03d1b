"""Faults planted in a small hotline: each is found, and told with the shortest call that comes to it."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_texts
from ivr.errors import MenuError
from ivr.flow.actions import Action, Actions
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from tests.compiler.cases import files_of
from tests.proof.faulty import MACHINE

PLANTED = Path(__file__).parent / "planted"
SOUND = {file.name: file.read_text() for file in (PLANTED / "sound").glob("*.yaml")}
FAULTS = sorted(PLANTED.glob("*.yaml"))
WALLET = (
    Action("wallet.match", "outside", {"right": {}, "wrong": {}, "unavailable": {}}, {"answer": "digits"}),
    Action("wallet.balance", "outside", {"found": {"free": 12800}, "unavailable": {}}, data={"free": "money"}),
    Action("wallet.order", "outside", {"found": {}, "unavailable": {}}, {"number": "digits"}),
    Action("wallet.freeze", "outside", {"done": {}, "unavailable": {}}, changes=True),
)
ACTIONS: Actions = {**DECLARATIONS, **{action.name: action for action in WALLET}}


def with_fault(fault: Path) -> Flow:
    """Compile the hotline with a fault in it. Raises MenuError for one that the compiler finds."""
    flow = compile_texts(files_of(fault.read_text(), SOUND), ACTIONS)
    return MACHINE[fault.stem](flow) if fault.stem in MACHINE else flow


def told(fault: Path) -> str:
    """Give what is said of a fault by whatever finds it first."""
    try:
        with_fault(fault)
    except MenuError as error:
        return f"{error}\n"
    return ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_a_planted_fault_is_found(fault: Path) -> None:
    said = fault.with_suffix(".out")
    assert told(fault) == (said.read_text() if said.exists() else "")


def test_no_fault_of_the_machine_is_left_without_its_menus() -> None:
    assert set(MACHINE) <= {fault.stem for fault in FAULTS}
