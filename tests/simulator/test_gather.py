"""Gather: Twilio's attribute table and key machine, a row a test."""

import pytest

from ivr.simulator import events
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.gather import MODELS, Gather
from tests.simulator.questions import ASKED, page
from tests.simulator.tables import FLAG, METHODS, Row, bad, holds, is_whole, themselves, wholes

ROWS = [
    Row("action", "", themselves("/next", "https://elsewhere.example/next", "")),
    Row("method", "POST", METHODS, bad(13312, "", "PUT")),
    Row("input", "dtmf", themselves("dtmf", "speech", "dtmf speech", "speech dtmf"), bad(13326, "", "voice", "dtmf,speech")),
    Row("timeout", 5, wholes(1, 60) | {"auto": 5}, bad(13313, "", "0", "-1", "1.5", "soon")),
    Row("finishOnKey", "#", themselves(*"0123456789*#", ""), {"x": 13310, "A": 13310, "12": 13311, "##": 13311}),
    Row("numDigits", None, wholes(1, 20), bad(13314, "", "0", "-1", "x")),
    Row("actionOnEmptyResult", False, FLAG, bad(13338, "", "maybe", "True"), "error"),
    Row("speechTimeout", None, wholes(1, 10) | {"auto": "auto"}, bad(13327, "", "0", "soon")),
    Row("maxSpeechTime", 60, wholes(1, 60), bad(13328, "", "0", "61", "x")),
    Row("language", "en-US", themselves("en-US", "cmn-Hans-CN", "yue-Hant-HK", "zh", "multi"), bad(13331, "", "中文", "en_US")),
    Row(
        "hints",
        (),
        {"refund, my order": ("refund", "my order"), "": (), "h" * 100: ("h" * 100,), "h," * 500: ("h",) * 500},
        bad(13330, "h" * 101, "h," * 501),
    ),
    Row("speechModel", "default", themselves(*MODELS), bad(13334, "", "best")),
    Row("enhanced", False, FLAG, bad(12200, "yes")),
    Row("profanityFilter", True, FLAG, bad(13333, "", "yes")),
    Row("partialResultCallback", None, themselves("/partial"), bad(11100, "mailto:ana@example.com", "http://[x")),
    Row("partialResultCallbackMethod", "POST", METHODS, bad(13329, "", "PUT")),
    Row("bargeIn", None, FLAG, bad(13332, "", "maybe")),
    Row("debug", False, FLAG, bad(12200, "yes")),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Gather, row)


def test_the_table_is_whole():
    is_whole(Gather, ROWS)


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


def test_keys_before_a_gather_are_not_collected(ring):
    pages = {"/": '<Gather action="/two" numDigits="1"/>', "/two": '<Say>A long word before</Say><Gather action="/x"/>'}
    call = ring(pages, "12")
    assert "/x" not in call.paths
    assert call.of(events.Digits) == [events.Digits("1")]


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


def test_an_error_in_an_attribute_passes_the_gather_over(ring):
    call = ring(page('actionOnEmptyResult="maybe"'), "1#")
    assert call.codes == [13338]
    assert call.words == ["After"]
    assert call.ending.broke


@pytest.mark.parametrize(("defaults", "words"), [(True, ["Key please", "Next"]), (False, ["After"])])
def test_whether_a_bad_value_has_its_default_is_unsure(ring, defaults, words):
    call = ring(page('numDigits="0"'), "1#", unsure=Unsure(bad_values_mean_defaults=defaults))
    assert call.codes == [13314]
    assert call.words == words
    assert not call.ending.broke


def test_keys_or_speech_but_not_both_are_promised_in_a_wait_document(ring):
    wait = '<Gather input="dtmf speech" action="/leave"><Say>Key please</Say></Gather>'
    call = ring({"/": '<Enqueue waitUrl="/wait">q</Enqueue>', "/wait": wait, "/leave": "<Leave/>"}, "1#")
    assert [remark.text for remark in call.of(events.Remark) if "not both" in remark.text]


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
    ('maxSpeechTime="0"', 13328),
    ('language="!"', 13331),
    ('profanityFilter="x"', 13333),
    ('speechModel="best"', 13334),
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


NESTED = [
    # what stands in the Gather, Twilio's code, what is heard
    ('<Say voice="child">Key please</Say>', 13321, ["Key please", "Next"]),
    ('<Say loop="x">Key please</Say>', 13322, ["Key please", "Next"]),
    ('<Say language="!">Key please</Say>', 13512, ["Key please", "Next"]),
    ('<Pause length="0"/><Say>Key please</Say>', 13910, ["Key please", "Next"]),
    ("<Say/><Say>Key please</Say>", 13520, ["Key please", "Next"]),
]


@pytest.mark.parametrize(("inside", "code", "words"), NESTED)
def test_what_is_nested_has_codes_of_its_own(ring, inside, code, words):
    call = ring(page("", inside), "1#")
    assert call.codes == [code]
    assert call.words == words


def test_a_nested_verb_that_is_passed_over_leaves_the_others(ring):
    call = ring(page("", '<Say loop="x">Not this</Say>' + ASKED), "1#", unsure=Unsure(bad_values_mean_defaults=False))
    assert call.words == ["Key please", "Next"]
