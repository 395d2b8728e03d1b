"""A number that rings again and again is asked whether anybody is there. Whoever does anything at all goes on; only silence ends a call."""

from dataclasses import replace

import pytest

from ivr.simulator import events
from ivr.simulator.people.person import Press, Silence, Speak

CAROL = "+8613800138000"
ASKED = "这个号码刚才多次来电"
ENDED = "没有听到您的回应，通话先结束。"


def rung(hotline, times, *moves, caller=CAROL):
    """A hotline that a number has rung so many times, each call closed."""
    for _ in range(times):
        hotline.call(*moves, caller=caller)
        hotline.clock.advance(40)
    return hotline


@pytest.mark.parametrize(("times", "moves"), [(10, (Press("1"),)), (3, (Silence(),)), (3, ())], ids=["often", "silent", "at once"])
def test_a_number_that_rings_again_and_again_is_asked_first(hotline, times, moves):
    before = rung(hotline(), times - 1, *moves)
    assert ASKED not in before.call(*moves, caller=CAROL).words
    before.clock.advance(40)
    asked = before.call(caller=CAROL)
    assert asked.state.node == "welcome.anybody"
    assert ASKED in asked.words
    assert "普通话服务请按1" in before.call(caller="+8613800138001").words, "another number"


@pytest.mark.parametrize("moves", [(Press("7"),), (Speak("今天天气"),), (Press("1"),)], ids=["a wrong key", "unclear words", "a choice"])
def test_a_call_in_which_anything_was_keyed_or_said_is_not_a_silent_one(hotline, moves):
    assert ASKED not in rung(hotline(), 4, *moves).call(caller=CAROL).words


def test_an_hour_later_nobody_is_asked(hotline):
    before = rung(hotline(), 3)
    before.scene = replace(before.scene, at="2026-03-03 11:01")
    assert ASKED not in before.call(caller=CAROL).words


@pytest.mark.parametrize("withheld", ["anonymous", ""])
def test_withheld_numbers_are_not_lumped_together(hotline, withheld):
    assert ASKED not in rung(hotline(), 11, caller=withheld).call(caller=withheld).words


WAYS = {
    "a key": ((Press("1"),), "welcome.language"),
    "hello": ((Speak("喂"),), "welcome.language"),
    "any other key": ((Press("5"),), "welcome.language"),
    "any other words": ((Speak("今天天气"),), "welcome.language"),
    "0": ((Press("0"), Press("1")), "agent.ask"),
    "人工": ((Speak("人工"), Press("1")), "agent.ask"),
    "9": ((Press("9"), Press("1")), "agent.security"),
}


@pytest.mark.parametrize(("moves", "node"), WAYS.values(), ids=WAYS)
def test_whoever_does_anything_at_all_goes_on(hotline, moves, node):
    call = rung(hotline(), 3).call(*moves, caller=CAROL)
    assert ENDED not in call.words
    assert call.state.node == node


def test_only_silence_ends_the_call_and_says_what_to_do(hotline):
    call = rung(hotline(), 3).call(Silence(), Silence(), caller=CAROL)
    assert ENDED + "需要时请再打来，按任意键即可。" in call.words
    assert call.words.endswith("I can't hear anyone, so I'll end the call. Please call again when you need us, and press any key.")
    assert (call.ending.ended.by, call.state.ended) == ("app", "silent")
    assert not call.of(events.Enqueue)
