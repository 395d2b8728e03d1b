"""Gather: Twilio's attribute table and key machine, a row a test."""

import pytest

from ivr.simulator import events
from ivr.simulator.unsure import Unsure

ASKED = "<Say>Key please</Say>"


def page(attributes: str, inside: str = ASKED, after: str = "<Say>After</Say>") -> dict[str, str]:
    return {"/": f'<Gather action="/next" {attributes}>{inside}</Gather>{after}', "/next": "<Say>Next</Say>"}


KEYS = [
    # attributes, what is pressed, Digits that arrive (None: no request), FinishedOnKey
    ("", "12#", "12", "#"),
    ("", "12", "12", ""),
    ("", "*", "*", ""),
    ("", "#", None, ""),
    ("", "~", None, ""),
    ('numDigits="1"', "1", "1", ""),
    ('numDigits="4"', "12", "12", ""),
    ('numDigits="4"', "12#", "12", "#"),
    ('numDigits="2"', "123", "12", ""),
    ('finishOnKey="*"', "1#*", "1#", "*"),
    ('finishOnKey=""', "1#*", "1#*", ""),
    ('finishOnKey="" numDigits="1"', "#", "#", ""),
    ('finishOnKey="5"', "5", None, ""),
    ('actionOnEmptyResult="true"', "~", "", ""),
    ('actionOnEmptyResult="true"', "#", "", "#"),
    ('actionOnEmptyResult="false"', "~", None, ""),
    ('input="speech"', "1", None, ""),
    ('input="dtmf speech"', "1", "1", ""),
]


@pytest.mark.parametrize(("attributes", "pressed", "digits", "finished"), KEYS)
def test_keys_arrive_as_the_table_says(ring, attributes, pressed, digits, finished):
    call = ring(page(attributes), pressed)
    if digits is None:
        assert "/next" not in call.paths
        assert call.words[-1] == "After"
    else:
        form = call.form("/next")
        assert (form["Digits"], form["FinishedOnKey"], form["msg"]) == (digits, finished, "Gather End")
        assert call.words[-1] == "Next"


TIMES = [
    # attributes, inputs, seconds from the end of the prompts to the next words
    ("", "~", 5.0),
    ('timeout="2"', "~", 2.0),
    ('timeout="auto"', "~", 5.0),
    ('timeout="3" finishOnKey=""', "12", 0.5 + 0.3 + 3),
    ('numDigits="1"', "1", 0.5),
    ('timeout="3"', "1#", 0.8),
]


@pytest.mark.parametrize(("attributes", "inputs", "seconds"), TIMES)
def test_the_clock_runs_from_the_end_of_the_prompts_and_from_each_key(ring, attributes, inputs, seconds):
    call = ring(page(attributes), inputs)
    asked, then = (event.at for event in call.events if isinstance(event.what, events.Say))
    length = len("Key please") / 14
    assert then - asked == pytest.approx(length + seconds, abs=0.02)


SPEECH = [
    # attributes, what is said, whether it arrives
    ('input="speech"', "say:退款", True),
    ('input="dtmf speech" speechTimeout="1"', "say:refund my order", True),
    ('input="dtmf"', "say:refund", False),
    ('input="speech"', "~", False),
]


@pytest.mark.parametrize(("attributes", "said", "arrives"), SPEECH)
def test_speech_arrives_where_it_is_asked_for(ring, attributes, said, arrives):
    call = ring(page(attributes), said)
    assert ("/next" in call.paths) is arrives
    if arrives:
        form = call.form("/next")
        assert form["SpeechResult"] == said.removeprefix("say:")
        assert 0 <= float(form["Confidence"]) <= 1
        assert "Digits" not in form


def test_without_an_action_the_document_itself_is_asked(ring):
    call = ring({"/": lambda form: "<Say>Done</Say>" if "Digits" in form else "<Gather/>"}, "7")
    assert call.paths == ["/", "/"]
    assert call.form("/")["Digits"] == "7"


def test_method_get_puts_the_digits_in_the_query(ring):
    call = ring(page('method="GET"') | {"/": '<Gather action="/next?a=1" method="GET"/>'}, "1#")
    environ = call.application.environs[-1]
    assert environ["REQUEST_METHOD"] == "GET"
    assert environ["QUERY_STRING"].startswith("a=1&")
    assert (call.form("/next")["Digits"], call.form("/next")["a"]) == ("1", "1")


def test_a_key_at_once_cuts_all_remaining_prompts(ring):
    call = ring(page('numDigits="1"', ASKED + "<Say>Never heard</Say>"), "!1")
    assert call.words == ["Key please", "Next"]
    assert any("cut short" in remark.text for remark in call.of(events.Remark))


def test_speech_does_not_cut_prompts_without_barge_in(ring):
    """The words are spoken after the prompts, so both arrive."""
    call = ring(page('input="speech" bargeIn="false"'), "say:hello")
    assert call.form("/next")["SpeechResult"] == "hello"


def test_keys_before_a_gather_are_not_collected(ring):
    pages = {"/": '<Gather action="/two" numDigits="1"/>', "/two": '<Say>A long word before</Say><Gather action="/x"/>'}
    call = ring(pages, "12")
    assert "/x" not in call.paths
    assert any(remark.text.startswith("the key 2 did nothing") for remark in call.of(events.Remark))


KEPT = [
    # what stands before the second question, keys, its Digits when keys are dropped and when they are kept
    ("<Say>A long word before</Say>", "12", None, "2"),
    ("<Say>A long word before</Say>", "123", None, "23"),
    ("<Say>A long word before</Say>", "12#", None, "2"),
    ("", "12", "2", "2"),
]


@pytest.mark.parametrize(("before", "keys", "dropped", "kept"), KEPT)
@pytest.mark.parametrize("keeps", [False, True])
def test_whether_a_key_between_gathers_is_kept_for_the_next_is_a_switch(ring, before, keys, dropped, kept, keeps):
    pages = {"/": '<Gather action="/two" numDigits="1"/>', "/two": before + '<Gather action="/x">' + ASKED + "</Gather>", "/x": ""}
    call = ring(pages, keys, unsure=Unsure(keeps_keys=keeps))
    arrives = kept if keeps else dropped
    assert [form["Digits"] for path, form in call.application.seen if path == "/x"] == ([arrives] if arrives else [])


def test_a_kept_key_does_not_end_a_recording(ring):
    pages = {"/": '<Gather action="/two" numDigits="1"/>', "/two": '<Say>A long word before</Say><Record action="/x"/>', "/x": "<Hangup/>"}
    call = ring(pages, "12,rec:3", unsure=Unsure(keeps_keys=True))
    assert call.form("/x")["RecordingDuration"] == "3"


def test_a_caller_who_hangs_up_makes_no_request(ring):
    call = ring(page(""), "hangup")
    assert call.paths == ["/"]
    assert (call.ending.ended.by, call.ending.ended.reason) == ("caller", "hung up")


def test_the_switches_change_what_an_empty_gather_sends(ring):
    pages = page('actionOnEmptyResult="true"')
    assert "FinishedOnKey" not in ring(pages, "~", unsure=Unsure(finished_on_key=False)).form("/next")
    without = ring(pages, "#", unsure=Unsure(digits_when_empty=False)).form("/next")
    assert "Digits" not in without
    assert without["FinishedOnKey"] == "#"


def test_partial_results_are_told_beside_the_call(ring):
    call = ring(page('input="speech" partialResultCallback="/partial"') | {"/partial": ""}, "say:hello")
    assert call.form("/partial")["UnstableSpeechResult"] == "hello"


WARNINGS = [
    ('finishOnKey="x"', 13310),
    ('finishOnKey="12"', 13311),
    ('method="PUT"', 13312),
    ('timeout="0"', 13313),
    ('timeout="-1"', 13313),
    ('numDigits="0"', 13314),
    ('input="voice"', 13326),
    ('speechTimeout="soon"', 13327),
    ('partialResultCallback="/p" partialResultCallbackMethod="PUT"', 13329),
    (f'hints="{"x" * 101}"', 13330),
    ('bargeIn="maybe"', 13332),
    ('speechTimeout="auto"', 13335),
    ('numdigits="1"', 12200),
]


@pytest.mark.parametrize(("attributes", "code"), WARNINGS)
def test_a_bad_value_is_a_warning_and_the_default_stands(ring, attributes, code):
    call = ring(page(attributes), "1#")
    assert call.codes == [code]
    assert not call.ending.broke
    assert call.form("/next")["Digits"] == "1"


def test_other_verbs_inside_are_warned_of_and_passed_over(ring):
    call = ring(page("", "<Hangup/>" + ASKED), "1#")
    assert call.codes == [13320]
    assert call.words == ["Key please", "Next"]
