"""What is remembered of a call is the same after a trip through JSON, and small."""

import json
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.slots import look
from ivr.flow.state import CallState, Frame, Visit

NAMES = st.from_regex(r"[a-z]{1,6}\.[a-z]{1,6}", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
SLOTS = st.dictionaries(st.text(min_size=1, max_size=6), VALUES, max_size=4)
TEXTS = st.lists(st.text(max_size=8), max_size=4).map(tuple)
COUNTS = st.integers(0, 200)

STATES = st.builds(
    CallState,
    language=st.sampled_from(["zh", "en"]),
    turn=COUNTS,
    node=NAMES | st.just(""),
    memo=SLOTS,
    slots=SLOTS,
    errors=COUNTS,
    frames=st.lists(st.builds(Frame, NAMES, COUNTS, st.booleans()), max_size=3).map(tuple),
    history=st.lists(st.builds(Visit, NAMES, COUNTS, st.none() | SLOTS), max_size=4).map(tuple),
    said=TEXTS,
    spoken=COUNTS,
    came=NAMES | st.just(""),
    path=TEXTS,
    acted=st.booleans(),
    fresh=TEXTS,
    tail_heard=st.booleans(),
    ended=st.sampled_from(["", "goodbye"]),
)


@given(STATES)
def test_a_state_is_the_same_after_json(state: CallState) -> None:
    assert CallState.from_json(json.loads(json.dumps(state.to_json()))) == state


@given(STATES)
def test_writing_a_state_twice_gives_the_same(state: CallState) -> None:
    once = json.dumps(state.to_json(), sort_keys=True)
    assert json.dumps(CallState.from_json(json.loads(once)).to_json(), sort_keys=True) == once


@given(STATES, STATES, st.sets(st.sampled_from([field.name for field in fields(CallState)])))
def test_a_changed_state_differs_in_what_was_changed(state: CallState, other: CallState, names: set[str]) -> None:
    changes = {name: getattr(other, name) for name in names}
    before = state.to_json()
    assert state.but(**changes) == replace(state, **changes)
    assert state.to_json() == before


def test_a_new_call_is_hardly_anything() -> None:
    assert CallState("zh").to_json() == {"language": "zh"}


def test_a_path_is_looked_up_in_records_and_lists() -> None:
    slots = {"orders": [{"number": "1"}, {"number": "2"}], "account": {"owner": {"name": "Carol"}}, "flat": "text"}
    assert look(slots, ("orders", "1", "number")) == "2"
    assert look(slots, ("account", "owner", "name")) == "Carol"
    for nowhere in (("orders", "2", "number"), ("orders", "number"), ("account", "age"), ("flat", "deeper"), ("none",)):
        assert look(slots, nowhere) is None
