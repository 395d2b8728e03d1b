"""Mix files: what is read, and what people are told of a slip."""

from random import Random

import pytest

from ivr.cli.load import SHIPPED
from ivr.simulator.effects import Moment, Queueing
from ivr.simulator.load.caller import Caller
from ivr.simulator.load.mix import BadMix, Kind, Mix, read_mix
from ivr.simulator.people.person import HangUp, Leave, Press, Silence, Speak

WHOLE = """
callers:
  hurried: {weight: 3, inputs: "1,say:退款", patience: 12.5, hangs_up: 0.25}
  idle: {weight: 0, inputs: 2, random: 4}
  plain:
given: [queue support answered after 20 talks 30]
"""


def test_a_mix_is_read():
    mix = read_mix(WHOLE)
    assert mix.callers == {
        "hurried": Kind(weight=3, inputs="1,say:退款", patience=12.5, hangs_up=0.25),
        "idle": Kind(weight=0, inputs="2", random=4),
        "plain": Kind(),
    }
    assert mix.carrier.queueing("support") == Queueing(answers_after=20, talks=30)


SLIPS = [
    ("a: [", "line 1: this is not YAML: expected the node content"),
    ("callers:\n  a: {\n  b:", "line 3: this is not YAML: "),
    ("", 'write "callers:"'),
    ("callers: {}", 'write "callers:"'),
    ("callers: {a: }\nsince: 1", '"since" is not known; known are callers, given'),
    ("callers: {a: 3}", '"a" should have names with values below it'),
    ("callers: {a: {wieght: 3}}", '"wieght" is not known; known are weight, inputs, random, patience, hangs_up'),
    ("callers: {a: {weight: -1}}", "weight should be a number from 0, not -1"),
    ("callers: {a: {weight: 0}}", "every weight is 0"),
    ("callers: {a: {random: 1.5}}", "random should be a whole number from 0, not 1.5"),
    ("callers: {a: {random: yes}}", "random should be a whole number from 0, not True"),
    ("callers: {a: {inputs: [1, 2]}}", "inputs should be an --inputs list; put it in quotation marks"),
    ("callers: {a: {inputs: '1,x'}}", "inputs: 'x' is not an input"),
    ("callers: {a: {hangs_up: 2}}", "hangs_up is a chance from 0 to 1, not 2"),
    ("callers: {a: }\ngiven: {a: b}", '"given" should be a list'),
    ("callers: {a: }\ngiven: [queue full]", 'nobody knows "given queue full"'),
    ("callers: {a: }\ngiven: [fault burn]", "\"given fault burn\": 'burn' is no fault; write drop"),
    ("callers: {a: }\ngiven: [rest lose]", '"given rest lose": callers of a load have no REST API'),
]


@pytest.mark.parametrize(("text", "words"), SLIPS)
def test_a_slip_is_told_with_what_to_do(text, words):
    with pytest.raises(BadMix) as caught:
        read_mix(text)
    assert words in str(caught.value)


def test_callers_are_chosen_by_their_weights():
    mix, random = Mix({"often": Kind(weight=3), "seldom": Kind(weight=1), "never": Kind(weight=0)}), Random(1)
    chosen = [mix.choose(random) for _ in range(1000)]
    assert [chosen.count(kind) for kind in mix.callers.values()] == [pytest.approx(750, abs=50), pytest.approx(250, abs=50), 0]


def test_the_shipped_mix_is_one():
    assert len(read_mix(SHIPPED.read_text(encoding="utf-8")).callers) == 9


ASKED = Moment("gather", frozenset({"dtmf"}))


def test_a_caller_does_the_list_then_moves_at_random_and_then_listens():
    caller = Caller(Kind(inputs="1,say:退款", random=200), Random(1))
    assert [caller.answers(ASKED), caller.answers(ASKED)] == [Press("1"), Speak("退款")]
    moves = [caller.answers(ASKED) for _ in range(200)]
    assert {move.keys for move in moves if isinstance(move, Press)} == set("0123456789*#")
    assert 5 < moves.count(Silence()) < 40
    assert (caller.is_done, caller.answers(ASKED)) == (True, None)


def test_at_random_a_caller_speaks_into_a_recording_and_waits_in_a_queue():
    caller = Caller(Kind(random=2), Random(1))
    assert caller.answers(Moment("queue")) is None
    assert isinstance(caller.answers(Moment("record")), Leave)
    assert not caller.is_done


def test_a_caller_loses_interest_by_chance():
    moments = [Caller(Kind(hangs_up=0.25), Random(seed)).answers(ASKED) for seed in range(1000)]
    assert moments.count(HangUp("lost interest")) == pytest.approx(250, abs=50)
