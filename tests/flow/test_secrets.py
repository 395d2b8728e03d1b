"""A secret entry can be checked and nothing else: it is in no state, fact or command, and cannot be shown or stored."""

import copy
import json
import pickle
from collections.abc import Callable
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow import engine
from ivr.flow.events import ActionDone, CallStarted, DigitsPressed, Event
from ivr.flow.graph import Flow
from ivr.flow.slots import Secret
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.flow.world import World

MAIN = """
menu: main
nodes:
  start: {type: menu, requires: light, prompt: {zh: 余额。, en: Balance.}, options: {1: {label: {zh: 完, en: End}, goto: people.bye}}}
"""


@pytest.mark.parametrize(
    "leak",
    [
        repr,
        str,
        format,
        json.dumps,
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        lambda secret: f"{secret}",
        lambda secret: f"{secret!r}",
        lambda secret: " ".join(map(str, [secret])),
        lambda secret: str([secret]),
        lambda secret: json.dumps({"entry": secret}),
        lambda secret: pickle.dumps([secret], protocol=0),
    ],
)
def test_a_secret_cannot_be_shown_stored_or_copied(leak: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as raised:
        leak(Secret("246813"))
    assert "246813" not in str(raised.value)


def test_a_secret_is_revealed_to_its_check() -> None:
    assert Secret("246813").reveal() == "246813"


def test_a_secret_has_no_attributes_to_walk_through() -> None:
    with pytest.raises(TypeError):
        vars(Secret("246813"))


def kept(turn: Turn) -> str:
    """All that may outlive a turn, or be heard of it."""
    return json.dumps([turn.state.to_json(), [asdict(fact) for fact in turn.facts]]) + repr(turn.commands)


@given(
    code=st.text("0123456789", min_size=6, max_size=6).filter(lambda code: len(set(code)) > 2),
    outcomes=st.lists(st.sampled_from(["wrong", "right", "locked"]), max_size=3),
)
def test_a_secret_entry_is_in_nothing_that_is_kept_or_said(
    compiled: Callable[..., Flow], world: Callable[..., World], code: str, outcomes: list[str]
) -> None:
    flow, here = compiled({"main": MAIN}), world()
    state = engine.begin(flow)

    def step(event: Event) -> Turn:
        nonlocal state
        turn = engine.step(flow, CallState.from_json(json.loads(json.dumps(state.to_json()))), event, here)
        state = turn.state
        assert code not in kept(turn)
        return turn

    step(CallStarted())
    step(DigitsPressed("1"))
    for outcome in outcomes:
        if state.node != "identity.code":
            break
        turn = step(DigitsPressed(code, finished=True))
        assert turn.wants is not None
        assert turn.wants.args["answer"].reveal() == code
        data = {"left": 2} if outcome == "wrong" else None
        step(ActionDone(outcome, data, turn.wants.action))
    step(DigitsPressed(f"{code[:5]}*"))
