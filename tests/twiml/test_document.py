"""Side documents: well formed, never empty of what keeps a caller going, and their links carry the overrides."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.graph import Language
from ivr.twiml import document, rescue
from ivr.twiml.limits import said_length

LANGUAGE = Language(say="cmn-CN", voice="Polly.Zhiyu-Neural", listen="cmn-Hans-CN", per_second=4, spoken="mandarin", name="中文")
SAY = '<Say language="cmn-CN" voice="Polly.Zhiyu-Neural">'
MORE = "#rc=2&amp;rt=6000&amp;rp=all"

DOCUMENTS = [
    (document.empty(), ""),
    (document.hangup(), "<Hangup/>"),
    (document.leave(), "<Leave/>"),
    (document.redirect("/voice/resume"), f'<Redirect method="POST">/voice/resume{MORE}</Redirect>'),
    (
        document.wait_document("<Say>w</Say>", "E7", 2, "https://cdn.example.com/m?a=1&b=2", 2, keys=True),
        f'<Gather action="/voice/queue/key?e=E7&amp;c=2{MORE}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="1">'
        f'<Say>w</Say><Play loop="2">https://cdn.example.com/m?a=1&amp;b=2{MORE}</Play></Gather>'
        f'<Redirect method="POST">/voice/queue/wait?e=E7&amp;c=3{MORE}</Redirect>',
    ),
    (
        document.wait_document("", "a&b", 0, "", 1, keys=False),
        f'<Pause length="10"/><Redirect method="POST">/voice/queue/wait?e=a%26b&amp;c=1{MORE}</Redirect>',
    ),
]


@pytest.mark.parametrize(("made", "inside"), DOCUMENTS)
def test_a_side_document_is_what_the_carrier_expects(made: str, inside: str) -> None:
    assert made == f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'
    assert ElementTree.fromstring(made.encode()).tag == "Response"


@given(st.text(st.characters(), max_size=50), st.text(st.characters(), max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_words_make_a_document_that_can_be_read(text: str, path: str) -> None:
    read = ElementTree.fromstring(rescue.try_again([(LANGUAGE, text)], path).encode())
    assert [verb.tag for verb in read][-1] == "Redirect"
    assert all((verb.text or "").strip() for verb in read if verb.tag != "Pause")


OTHER = Language(say="en-US", voice="Polly.Joanna-Neural", listen="en-US", per_second=14, spoken="english", name="English")
BOTH = f'{SAY}请稍等 &lt;3</Say><Say language="en-US" voice="Polly.Joanna-Neural">One moment</Say>'
DIAL = f'<Dial action="/voice/fallback?d=1{MORE}" method="POST">+15550009999</Dial>'
WAIT = f'waitUrl="/voice/queue/wait?e=overflow.any.x&amp;c=0{MORE}" waitUrlMethod="POST"'
SAYINGS = [(LANGUAGE, "请稍等 <3"), (OTHER, "One moment")]
RESCUES = [
    (rescue.try_again(SAYINGS, "/voice/turn?n=4"), f'<Pause length="2"/><Redirect method="POST">/voice/turn?n=4{MORE}</Redirect>'),
    (rescue.people(SAYINGS, "+15550009999", "overflow.any.x"), DIAL),
    (
        rescue.people(SAYINGS, "", "overflow.any.x"),
        f'<Enqueue action="/voice/resume{MORE}" method="POST" {WAIT}>overflow</Enqueue>',
    ),
    (
        rescue.overflow_round(SAYINGS, "overflow.any.x", 3),
        f'<Pause length="10"/><Redirect method="POST">/voice/queue/wait?e=overflow.any.x&amp;c=4{MORE}</Redirect>',
    ),
]


@pytest.mark.parametrize(("made", "behind"), RESCUES)
def test_a_rescue_says_it_in_every_language_and_leads_on(made: str, behind: str) -> None:
    assert made == f'<?xml version="1.0" encoding="UTF-8"?><Response>{BOTH}{behind}</Response>'


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("a b", 5), ("余额", 18), ("😀", 12), ("&", 3), ("\ud800", 3)])
def test_a_text_is_counted_url_encoded(text: str, length: int) -> None:
    assert said_length(text) == length
