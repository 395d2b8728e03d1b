"""A call that goes on with other menus than it began with stays at its question if it is still there, else comes to people."""

from collections.abc import Callable

import pytest

from ivr.flow import engine
from ivr.flow.commands import Gather
from ivr.flow.events import DigitsPressed, Event, HungUp, NoInput, Resumed, SpeechHeard
from ivr.flow.graph import Flow
from ivr.flow.state import CallState, Frame, Visit
from ivr.flow.world import World

MENU = "{{type: menu, tail: 'no', prompt: {{zh: 您好。, en: Hello.}}, options: {{1: {{label: {{zh: 完, en: End}}, goto: {goto}}}}}}}"
MAIN = f"menu: main\nnodes:\n  start: {MENU.format(goto='same')}\n  same: {MENU.format(goto='people.bye')}\n"

KEPT = CallState(
    "zh",
    turn=7,
    node="main.same",
    memo={"doubt": "=7"},
    slots={"topic": "refund"},
    errors=1,
    history=(Visit("gone.first"), Visit("main.start"), Visit("main.same")),
    said=("gone.first/prompt/0",),
    came="gone.first",
)


@pytest.mark.parametrize("event", [Resumed(), NoInput(), DigitsPressed("1"), DigitsPressed("#"), SpeechHeard("完"), HungUp()])
def test_whatever_happens_next_is_answered(compiled: Callable[..., Flow], world: Callable[..., World], event: Event) -> None:
    flow = compiled({"main": MAIN})
    assert engine.step(flow, engine.adopt(flow, KEPT), event, world()).commands


def test_it_stays_at_its_question_and_keeps_what_is_known(compiled: Callable[..., Flow], world: Callable[..., World]) -> None:
    flow = compiled({"main": MAIN})
    turn = engine.step(flow, engine.adopt(flow, KEPT), Resumed(), world())
    assert (turn.state.node, turn.state.slots, turn.state.errors, turn.state.turn) == ("main.same", {"topic": "refund"}, 1, 8)
    back = engine.step(flow, turn.state, DigitsPressed("*"), world())
    assert back.state.node == "main.start"
    assert [visit.node for visit in back.state.history] == ["main.start"]


@pytest.mark.parametrize(
    "lost",
    [
        CallState("zh", turn=7, node="gone.ask"),
        CallState("zh", turn=7, node="identity.start", frames=(Frame("gone.ask", 2, True),), history=(Visit("identity.start", 1),)),
        CallState("zh", turn=7, node="gone.inside", frames=(Frame("main.same"),)),
    ],
)
def test_who_is_nowhere_comes_to_people(compiled: Callable[..., Flow], world: Callable[..., World], lost: CallState) -> None:
    flow = compiled({"main": MAIN})
    turn = engine.step(flow, engine.adopt(flow, lost), Resumed(), world())
    assert (turn.state.node, turn.state.frames) == ("people.topic", ())
    assert isinstance(turn.commands[-1], Gather)


def test_who_hangs_up_nowhere_is_gone(compiled: Callable[..., Flow], world: Callable[..., World]) -> None:
    flow = compiled({"main": MAIN})
    turn = engine.step(flow, engine.adopt(flow, CallState("zh", turn=7, node="gone.ask", heard=True)), HungUp(), world())
    assert turn.state.ended == engine.HUNG_UP
