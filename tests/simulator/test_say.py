"""Say: its attributes, voices and limits, its length in time, and what Twilio would warn about."""

import pytest

from ivr.simulator import events
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.say import Say, SayInGather
from tests.simulator.tables import Row, bad, holds, is_whole, themselves, wholes

VOICES = themselves("man", "woman", "alice", "Polly.Zhiyu", "Polly.Joanna-Neural", "Google.cmn-CN-Wavenet-A", "Google.en-US-Chirp3-HD-Kore")
NO_VOICES = ("", "child", "Polly", "Polly.", "polly.Joanna", "Google.Wavenet-A")
LANGUAGE = Row("language", "", themselves("en-US", "en", "cmn-CN", "yue-HK", "es-419", "zh-CN"), bad(13512, "", "english!", "中文"))
ROWS = [
    Row("voice", "", VOICES, bad(13511, *NO_VOICES)),
    LANGUAGE,
    Row("loop", 1, wholes(0, 1, 5, 1000), bad(13510, "", "-1", "x", "1.5", "٣", "9" * 5000)),
]
IN_GATHER = [
    Row("voice", "", VOICES, bad(13321, *NO_VOICES)),
    LANGUAGE,
    Row("loop", 1, wholes(0, 1, 5, 1000), bad(13322, "", "-1", "x", "1.5")),
]


@pytest.mark.parametrize(("table", "row"), [(Say, row) for row in ROWS] + [(SayInGather, row) for row in IN_GATHER])
def test_each_attribute_is_read_as_the_table_says(table, row):
    holds(table, row)


def test_the_table_is_whole():
    is_whole(Say, ROWS)
    is_whole(SayInGather, IN_GATHER)


LENGTHS = [
    # verb, seconds it takes
    ("<Say>12345678901234</Say>", 1.0),
    ('<Say language="cmn-CN">一二三四五六七八</Say>', 2.0),
    ('<Say language="yue-HK">一二三四</Say>', 1.0),
    ('<Say voice="Google.cmn-CN-Wavenet-A">一二三四</Say>', 1.0),
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
    ('<Say voice="Polly.Zhiyu">你好</Say>', events.Say("你好", "cmn-CN", "Polly.Zhiyu")),
    ('<Say voice="alice" language="zh-CN">你好</Say>', events.Say("你好", "zh-CN", "alice")),
    ('<Say language="cmn-CN">你好</Say>', events.Say("你好", "cmn-CN", "man")),
    ('<Say loop="2">\n  Hello\n  there </Say>', events.Say("Hello there", "en-US", "man", 2)),
    ('<Say><prosody rate="slow">Slow <!-- not heard -->words</prosody></Say>', events.Say("Slow words", "en-US", "man")),
    ('<Say loop="0">Ha</Say>', events.Say("Ha", "en-US", "man", 1000)),
]


@pytest.mark.parametrize(("verb", "said"), SAID)
def test_what_is_said_is_told(ring, verb, said):
    call = ring(verb, patience=None)
    assert call.of(events.Say) == [said]
    assert call.codes == []


WARNINGS = [
    ("<Say/>", 13520),
    ("<Say>  </Say>", 13520),
    ('<Say loop="-1">Hello</Say>', 13510),
    ('<Say speed="2">Hello</Say>', 12200),
    ("<Say><Pause/>Hello</Say>", 12200),
]


@pytest.mark.parametrize(("verb", "code"), WARNINGS)
def test_what_twilio_would_warn_about_is_told_and_the_call_goes_on(ring, verb, code):
    call = ring(verb + "<Say>After</Say>")
    assert call.codes == [code]
    assert call.words[-1] == "After"
    assert not call.ending.broke


MUTE = [
    # voice, language, words, Twilio's code
    ("Polly.Zhiyu", "en-US", "Hello", 13512),
    ("Polly.Hiujin-Neural", "cmn-CN", "你好", 13512),
    ("Google.cmn-CN-Wavenet-A", "yue-HK", "你好", 13512),
    ("man", "cmn-CN", "你好", 13512),
    ("woman", "en-US", "<emphasis>Hello</emphasis>", 13520),
    ("Polly.Joanna-Neural", "en-US", "<emphasis>Hello</emphasis>", 13520),
    ("Google.en-US-Wavenet-A", "en-US", '<w role="amazon:VB">Hello</w>', 13520),
    ("Google.en-US-Chirp3-HD-Kore", "en-US", '<break time="1s"/>Hello', 13520),
]


@pytest.mark.parametrize(("voice", "language", "words", "code"), MUTE)
@pytest.mark.parametrize("is_silent", [True, False])
def test_a_voice_that_cannot_say_it_is_silent_or_not_which_is_unsure(ring, voice, language, words, code, is_silent):
    verb = f'<Say voice="{voice}" language="{language}">{words}</Say><Say>After</Say>'
    call = ring(verb, unsure=Unsure(bad_voice_is_silent=is_silent))
    assert call.codes == [code]
    assert len(call.words) == (1 if is_silent else 2)


def test_whether_the_newest_voices_understand_markup_is_unsure(ring):
    verb = '<Say voice="Google.cmn-CN-Chirp3-HD-Kore"><break time="1s"/>你好</Say>'
    assert ring(verb, unsure=Unsure(chirp_speaks_ssml=True)).codes == []


LONGEST = [
    # voice, words that fit, words that do not
    ("", "字" * 500, "字" * 501),
    ("Polly.Zhiyu", "字" * 500, "字" * 501),
    ("Polly.Joanna", "a" * 3000, "a" * 3001),
    ("Polly.Joanna", '<break time="1ms"/>' * 100 + "a" * 3000, "a" * 3001),
    ("man", "a" * 4096, "a" * 4097),
    ("Google.en-US-Wavenet-A", "a" * 4500, "a" * 4501),
    ("Google.en-US-Wavenet-A", "<s>a</s>" * 500, "<s>a</s>" * 700),
]


@pytest.mark.parametrize(("voice", "fits", "is_too_long"), LONGEST)
def test_a_voice_says_so_much_at_once(ring, voice, fits, is_too_long):
    attribute = f'voice="{voice}"' if voice else ""
    assert ring(f"<Say {attribute}>{fits}</Say>", patience=None).codes == []
    assert ring(f"<Say {attribute}>{is_too_long}</Say>", patience=None).codes == [13521]


@pytest.mark.parametrize(("voice", "codes"), [("", []), ("alice", []), ("Polly.Zhiyu", [13521]), ("Google.cmn-CN-Wavenet-A", [13521])])
def test_whether_the_encoded_length_counts_for_every_voice_is_unsure(ring, voice, codes):
    attribute = f'voice="{voice}"' if voice else ""
    call = ring(f"<Say {attribute}>{'字' * 501}</Say>", patience=None, unsure=Unsure(one_limit_for_all_voices=False))
    assert call.codes == codes
