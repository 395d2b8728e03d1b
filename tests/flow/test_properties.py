"""Any keys, silences, words, recordings and results of the queue, on the menus that are shipped, make a decent call."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.compiler.compile import compile_folder
from ivr.flow import engine
from ivr.flow.commands import Closing, Enqueue, Gather, Hangup, Play, Say
from ivr.flow.events import (
    ActionDone,
    CallStarted,
    DialEnded,
    DigitsPressed,
    Event,
    HungUp,
    LeftQueue,
    NoInput,
    RecordingDone,
    Resumed,
    SpeechHeard,
)
from ivr.flow.graph import Flow
from ivr.flow.journal import Chose, Fact, Missed
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.flow.world import World
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[2] / "menus"
MOST_ACTIONS = 20
"""More actions than this without a word to the caller would be a loop."""
LONGEST_STATE = 16_000
"""Characters of JSON that a call's state may have."""


@cache
def shipped() -> Flow:
    return compile_folder(MENUS, DECLARATIONS)


@cache
def spoken_words() -> list[str]:
    """Every phrase that some option or word of the menus listens for."""
    choices = [option for node in shipped().nodes.values() for option in getattr(node, "options", {}).values()]
    choices += [universal for menu in shipped().menus.values() for universal in menu.universals]
    return sorted({phrase for choice in choices for phrases in choice.words.values() for phrase in phrases})


PHRASES = st.deferred(lambda: st.sampled_from(spoken_words()))
KEYS = st.sampled_from("0123456789*#")
DIGITS = st.text("0123456789*", max_size=21) | st.from_regex(r"1[0-9]{10}|[0-9]{8,12}|[0-9]{1,4}\*[0-9]{2}", fullmatch=True)


@dataclass(frozen=True)
class Pick:
    """A caller who knows what may be pressed here, and presses one of it."""

    place: int

    def event(self, flow: Flow, state: CallState) -> Event:
        keys = sorted(getattr(flow.nodes.get(state.node), "options", {})) or ["20260703"]
        return DigitsPressed(keys[self.place % len(keys)], finished=True)


ANYTHING: st.SearchStrategy[Event] = st.one_of(
    st.builds(DigitsPressed, KEYS),
    st.builds(DigitsPressed, DIGITS, st.booleans()),
    st.just(NoInput()),
    st.builds(SpeechHeard, PHRASES, st.none() | st.floats(0, 1)),
    st.builds(SpeechHeard, st.text(max_size=12)),
    st.builds(RecordingDone, st.just("RE1"), st.just("https://r/RE1"), st.integers(0, 120), st.sampled_from(["", "0", "*", "#", "hangup"])),
    st.builds(LeftQueue, st.sampled_from(["bridged", "full", "failed"])),
    st.builds(LeftQueue, st.just("wish"), st.sampled_from(["callback", "voicemail", "freeze", "unknown"])),
    st.builds(DialEnded, st.sampled_from(["completed", "busy"])),
    st.just(Resumed()),
)
PICKS = st.builds(Pick, st.integers(0, 5))
EVENTS: st.SearchStrategy[Event | Pick] = st.one_of(PICKS, PICKS, PICKS, st.just(NoInput()), ANYTHING)
CALLERS = st.sampled_from([{}, {"caller": {"last4": "1234"}}])
LUCK = st.lists(st.integers(0, 5), min_size=1, max_size=8)
"""Which of its outcomes each action has, in turn."""


class Call:
    """One call on the shipped menus; every action is answered by one of its declared outcomes, as luck has it."""

    def __init__(self, flow: Flow, world: World, luck: list[int]) -> None:
        self.flow, self.world, self.luck = flow, world, cycle(luck)
        self.facts: list[Fact] = []
        self.kept = json.dumps(engine.begin(flow).to_json())
        self.most_attempts = max(
            [menu.attempts for menu in flow.menus.values()] + [getattr(node, "attempts", None) or 0 for node in flow.nodes.values()]
        )

    @property
    def state(self) -> CallState:
        return CallState.from_json(json.loads(self.kept))

    def step(self, event: Event | Pick) -> Turn:
        """Take a whole turn, with all its actions."""
        if isinstance(event, Pick):
            event = event.event(self.flow, self.state)
        turn = engine.step(self.flow, self.state, event, self.world)
        self.facts = list(turn.facts)
        for _ in range(MOST_ACTIONS):
            if turn.wants is None:
                self.kept = json.dumps(turn.state.to_json())
                return turn
            action = self.flow.actions[turn.wants.action]
            assert {name.rstrip("?") for name in action.takes} >= set(turn.wants.args), turn.wants.action
            outcomes = sorted(action.outcomes)
            outcome = outcomes[next(self.luck) % len(outcomes)]
            done = ActionDone(outcome, action.outcomes[outcome] or None, action.name)
            turn = engine.step(self.flow, CallState.from_json(json.loads(json.dumps(turn.state.to_json()))), done, self.world)
            self.facts += turn.facts
        raise AssertionError(f"{self.state.node} does one action after another")


def check_turn(call: Call, turn: Turn) -> None:
    """What is true of every turn."""
    *before, closing = turn.commands
    assert isinstance(closing, Closing)
    assert all(isinstance(each, Say | Play) for each in before)
    if isinstance(closing, Gather):
        assert closing.words or before or closing.timeout == 1 or turn.state.ended, f"{turn.state.node} asks without a word"
    assert isinstance(closing, Hangup) == bool(turn.state.ended)
    assert 0 <= turn.state.errors < call.most_attempts
    assert len(call.kept) < LONGEST_STATE
    assert turn.state.ended or turn.state.node in call.flow.nodes


def check_frames(state: CallState) -> None:
    """A caller is in a sub-flow's file exactly as long as a frame says so."""
    files = [frame.site.partition(".")[0] for frame in state.frames]
    assert len(files) == len(set(files))
    assert all(visit.depth <= len(state.frames) for visit in state.history)


@given(LUCK, CALLERS, st.lists(EVENTS, max_size=10) | st.lists(EVENTS, min_size=20, max_size=40))
def test_whatever_callers_do_every_turn_answers_and_no_call_is_lost(
    world: Callable[..., World], luck: list[int], caller: dict[str, object], events: list[Event]
) -> None:
    call = Call(shipped(), world(), luck)
    for event in (CallStarted(caller), *events):
        before = call.state
        turn = call.step(event)
        check_turn(call, turn)
        check_frames(turn.state)
        assert turn.state.turn == before.turn + 1
        if turn.state.ended:
            break
    ended = call.state.ended
    turn = call.step(HungUp())
    check_turn(call, turn)
    assert turn.state.ended == (ended or (engine.HUNG_UP if call.state.heard else engine.SILENT))


def wander(luck: random.Random) -> Event | Pick:
    """What a caller who mostly knows the way does next."""
    others: list[Event] = [
        NoInput(),
        Resumed(),
        DigitsPressed(luck.choice("0123456789*#")),
        DigitsPressed("*", finished=True),
        DigitsPressed("13800001111", finished=True),
        SpeechHeard(luck.choice(spoken_words())),
        RecordingDone("RE1", "https://r/RE1", luck.randrange(9), luck.choice(["", "#", "0"])),
        LeftQueue("wish", luck.choice(["callback", "voicemail", "freeze"])),
        LeftQueue(luck.choice(["bridged", "full", "failed"])),
    ]
    return Pick(luck.randrange(6)) if luck.random() < 0.7 else luck.choice(others)


@pytest.mark.parametrize("seed", range(120))
def test_long_walks_stay_decent(world: Callable[..., World], seed: int) -> None:
    luck = random.Random(seed)
    call = Call(shipped(), world(), [luck.randrange(6) for _ in range(50)])
    check_turn(call, call.step(CallStarted({"caller": {"last4": "1234"}})))
    for _ in range(160):
        turn = call.step(wander(luck))
        check_turn(call, turn)
        check_frames(turn.state)
        if turn.state.ended:
            break


@settings(max_examples=20)
@given(st.integers(0, 5), st.lists(EVENTS, max_size=10))
def test_a_silent_caller_is_brought_to_people_or_to_the_end(world: Callable[..., World], luck: int, events: list[Event | Pick]) -> None:
    """The same luck for every action: a queue that is open to be looked at and closed to be joined is open to nobody."""
    call = Call(shipped(), world(), [luck])
    for event in (CallStarted(), *events, *[NoInput()] * 60):
        turn = call.step(event)
        is_over = turn.state.ended or (event == NoInput() and isinstance(turn.commands[-1], Enqueue))
        if is_over:
            break
    assert is_over, f"still asking at {call.state.node} after sixty silences"


@settings(max_examples=30)
@given(LUCK, st.lists(EVENTS, max_size=12))
def test_zero_is_never_dead(world: Callable[..., World], luck: list[int], events: list[Event | Pick]) -> None:
    call = Call(shipped(), world(), luck)
    turn = call.step(CallStarted({"caller": {"last4": "1234"}}))
    for event in events:
        turn = call.step(event)
        if turn.state.ended:
            return
    asked = turn.commands[-1]
    if isinstance(asked, Gather):
        call.step(DigitsPressed("*0" if asked.finish else "0"))
        assert ("0", "key") in [(fact.key, fact.by) for fact in call.facts if isinstance(fact, Chose)]
        assert not any(isinstance(fact, Missed) for fact in call.facts)
