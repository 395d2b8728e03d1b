"""Say: its attributes, its length in time, and what Twilio would warn about."""

import pytest

from ivr.simulator import events

LENGTHS = [
    # verb, seconds it takes
    ("<Say>12345678901234</Say>", 1.0),
    ('<Say language="cmn-CN">一二三四五六七八</Say>', 2.0),
    ('<Say language="yue-HK">一二三四</Say>', 1.0),
    ('<Say language="en-US" loop="3">12345678901234</Say>', 3.0),
    ('<Say>12345678901234<break time="500ms"/></Say>', 1.5),
    ('<Say>1234567<break time="2s"/>1234567</Say>', 3.0),
    ('<Say><sub alias="12345678901234">x</sub></Say>', 1.0),
]


@pytest.mark.parametrize(("verb", "seconds"), LENGTHS)
def test_words_take_their_time(ring, verb, seconds):
    assert ring(verb).events[-1].at == pytest.approx(seconds, abs=0.01)


SAID = [
    ("<Say>Hello</Say>", events.Say("Hello", "en-US", "man")),
    ('<Say voice="Polly.Zhiyu" language="cmn-CN">你好</Say>', events.Say("你好", "cmn-CN", "Polly.Zhiyu")),
    ('<Say loop="2">\n  Hello\n  there </Say>', events.Say("Hello there", "en-US", "man", 2)),
    (
        '<Say><prosody rate="slow">Slow <!-- not heard -->words</prosody></Say>',
        events.Say("Slow words", "en-US", "man"),
    ),
    ('<Say loop="0">Ha</Say>', events.Say("Ha", "en-US", "man", 1000)),
]


@pytest.mark.parametrize(("verb", "said"), SAID)
def test_what_is_said_is_told(ring, verb, said):
    assert ring(verb, patience=None).of(events.Say) == [said]


WARNINGS = [
    ("<Say/>", 13520),
    ("<Say>  </Say>", 13520),
    (f"<Say>{'字' * 501}</Say>", 13521),
    ('<Say loop="-1">Hello</Say>', 13510),
    ('<Say speed="2">Hello</Say>', 12200),
    ("<Say><Pause/>Hello</Say>", 12200),
]


@pytest.mark.parametrize(("verb", "code"), WARNINGS)
def test_what_twilio_would_warn_about_is_told_and_the_call_goes_on(ring, verb, code):
    call = ring(verb + "<Say>After</Say>")
    assert call.codes == [code]
    assert call.words[-1] == "After"


def test_five_hundred_chinese_characters_may_be_said(ring):
    assert ring(f'<Say language="cmn-CN">{"字" * 500}</Say>', patience=None).codes == []
