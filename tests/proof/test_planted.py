"""Faults planted in a small hotline: each is found, told with the shortest call that gets there, and met when that call is rung."""

import json
from functools import cache
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_texts
from ivr.errors import MenuError
from ivr.flow.actions import Action, Actions
from ivr.flow.graph import Flow
from ivr.flow.state import CallState
from ivr.proof.failure import Failure
from ivr.proof.prove import Proof, prove
from ivr.service.actions import DECLARATIONS
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up
from tests.compiler.cases import files_of
from tests.proof.faulty import MACHINE

PLANTED = Path(__file__).parent / "planted"
SOUND = {file.name: file.read_text() for file in (PLANTED / "sound").glob("*.yaml")}
FAULTS = sorted(PLANTED.glob("*.yaml"))
COMPILED = ("menu_gives_up_to_itself", "placeholder_unfilled_on_one_path", "unavailable_passed_between_menus")
"""Faults that the compiler finds; a variant that it cannot see is planted beside each."""
WALLET = (
    Action("wallet.match", "outside", {"right": {}, "wrong": {}, "unavailable": {}}, {"answer": "digits"}),
    Action("wallet.balance", "outside", {"found": {"free": 12800}, "unavailable": {}}, data={"free": "money"}),
    Action("wallet.order", "outside", {"found": {}, "unavailable": {}}, {"number": "digits"}),
)
ACTIONS: Actions = {**DECLARATIONS, **{action.name: action for action in WALLET}}


def with_fault(fault: Path) -> Flow:
    """Compile the hotline with a fault in it. Raises MenuError for one that the compiler finds."""
    flow = compile_texts(files_of(fault.read_text(), SOUND), ACTIONS)
    return MACHINE[fault.stem](flow) if fault.stem in MACHINE else flow


@cache
def proved(fault: Path) -> Proof:
    return prove(with_fault(fault))


def told(fault: Path) -> str:
    """Give what is said of a fault by whatever finds it first, with the calls."""
    try:
        proof = proved(fault)
    except MenuError as error:
        return f"{error}\n"
    assert proof.abstract == ()
    return "\n".join(f"{each.node}: {each.what}. {each.fix} [{each.law}]\n{proof.call(each) or ''}" for each in proof.failures)


def rung(call: str, flow: Flow) -> CallState:
    """Play a call with the real application and telephone, and give the state in which it is left."""
    script = read_transcript(call, "shortest.call")
    stage = set_up(flow, in_process(PLANTED), begins(script, flow), script)
    try:
        played = Phone(line=stage.line, clock=stage.clock, token=stage.token).play(NUMBER, script)
        assert played.mismatch is None
        row = stage.application.store.latest_call()
        assert row is not None
        return CallState.from_json(json.loads(row.state))
    finally:
        stage.close()


def where(failure: Failure) -> str:
    """Name the question at which a call is left that has met a failure: the last it got to."""
    edge = failure.edge
    assert edge is not None
    place = edge.target or edge.source
    return place.node if place is not None else ""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_a_planted_fault_is_found_with_its_shortest_call(fault: Path) -> None:
    assert told(fault) == fault.with_suffix(".out").read_text()


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.stem not in COMPILED], ids=lambda fault: fault.stem)
def test_the_shortest_call_meets_the_fault_when_it_is_rung(fault: Path) -> None:
    proof = proved(fault)
    for failure in proof.failures:
        if (call := proof.call(failure)) is not None:
            assert rung(call, proof.explored.flow).node == where(failure), call


def test_the_hotline_they_are_planted_in_is_sound() -> None:
    assert prove(compile_texts(SOUND, ACTIONS)).failures == ()


READ_BACK = """
menu: trial
nodes:
  start: {type: choose, cases: [{when: hours.desk is open, set: {errand: look}, goto: number}], else: {set: {errand: refund}, goto: number}}
  number:
    type: collect
    digits: 8-20
    into: sought
    read_back: "true"
    prompt:
      - {when: errand is look, zh: 请输入订单号。, en: Enter the order number.}
      - {when: errand is refund, zh: 请输入退款的订单号。, en: Enter the order number for the refund.}
    empty: people.bye
    goto: people.bye
"""


def test_the_keys_that_confirm_an_entry_are_named_where_it_is_read_back_and_not_in_its_question() -> None:
    assert prove(compile_texts({**SOUND, "trial.yaml": READ_BACK}, ACTIONS)).failures == ()


def test_no_fault_of_the_machine_is_left_without_its_menus() -> None:
    assert set(MACHINE) <= {fault.stem for fault in FAULTS}
