"""Reading the carrier's forms: what each one means, and that nothing in them can hurt."""

import unicodedata
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.errors import WebhookError
from ivr.flow.events import DialEnded, DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.twiml.request import MOST_DIGITS, MOST_SPEECH, MOST_URL, Form, Leg, masked, read_call, read_event, read_pairs

RE = "RE0123456789abcdef0123456789abcdef"
URL = f"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/{RE}"

EVENTS = [
    # what is sent, form, event
    ("a redirect", {}, NoInput()),
    ("one key", {"Digits": "1", "FinishedOnKey": "", "msg": "Gather End"}, DigitsPressed("1", unfinished=True)),
    ("keys and pound", {"Digits": "482913", "FinishedOnKey": "#"}, DigitsPressed("482913", finished=True)),
    ("star and pound as keys", {"Digits": "*#"}, DigitsPressed("*#")),
    ("a bare pound", {"Digits": "", "FinishedOnKey": "#"}, DigitsPressed("", finished=True)),
    ("a bare pound without Digits", {"FinishedOnKey": "#"}, DigitsPressed("", finished=True)),
    ("an empty gather", {"Digits": "", "FinishedOnKey": "", "msg": "Gather End"}, NoInput()),
    ("an empty gather, speech", {"SpeechResult": "", "Confidence": "0.0"}, NoInput()),
    ("blank speech", {"SpeechResult": " \n "}, NoInput()),
    ("speech", {"SpeechResult": "我要退款。", "Confidence": "0.91"}, SpeechHeard("我要退款。", 0.91)),
    ("speech without confidence", {"SpeechResult": "refund"}, SpeechHeard("refund")),
    ("speech with blank keys", {"Digits": "", "SpeechResult": "refund"}, SpeechHeard("refund")),
    ("keys and speech", {"Digits": "2", "SpeechResult": "refund"}, DigitsPressed("2")),
    ("no number as confidence", {"SpeechResult": "a", "Confidence": "high"}, SpeechHeard("a")),
    ("not-a-number as confidence", {"SpeechResult": "a", "Confidence": "nan"}, SpeechHeard("a")),
    ("endless confidence", {"SpeechResult": "a", "Confidence": "1e999"}, SpeechHeard("a")),
    ("control characters in speech", {"SpeechResult": "\x00re\tfund\ud800\x7f"}, SpeechHeard("re fund")),
    ("long speech", {"SpeechResult": "退" * 9000}, SpeechHeard("退" * MOST_SPEECH)),
    ("tones that are no keys", {"Digits": "A1 B２\n3"}, DigitsPressed("13")),
    ("nothing but junk keys", {"Digits": "w"}, NoInput()),
    ("very many keys", {"Digits": "7" * 9000}, DigitsPressed("7" * MOST_DIGITS)),
    (
        "a recording",
        {"RecordingUrl": URL, "RecordingSid": RE, "RecordingDuration": "12", "Digits": "#"},
        RecordingDone(RE, URL, 12, "#"),
    ),
    (
        "a recording cut by hanging up",
        {"RecordingUrl": URL, "RecordingDuration": "3", "Digits": "hangup"},
        RecordingDone(RE, URL, 3, "hangup"),
    ),
    ("a recording ended by silence", {"RecordingUrl": URL, "RecordingDuration": "0", "Digits": ""}, RecordingDone(RE, URL, 0)),
    ("a recording of no length", {"RecordingUrl": URL}, RecordingDone(RE, URL, 0)),
    ("a recording of a strange length", {"RecordingUrl": URL, "RecordingDuration": "-4"}, RecordingDone(RE, URL, 0)),
    ("a recording of an endless length", {"RecordingUrl": URL, "RecordingDuration": "9" * 5000}, RecordingDone(RE, URL, 0)),
    ("a recording ended by two keys", {"RecordingUrl": URL, "Digits": "12"}, RecordingDone(RE, URL, 0)),
    ("a recording with a strange sid", {"RecordingUrl": "https://x/?", "RecordingSid": "../x"}, RecordingDone("", "https://x/?", 0)),
    ("a recording nowhere", {"RecordingDuration": "2"}, RecordingDone("", "", 2)),
    ("the other party is gone", {"DialCallStatus": "completed", "DialCallSid": "CA2", "RecordingUrl": URL}, DialEnded("completed")),
    ("an answered room", {"DialCallStatus": "answered"}, DialEnded("answered")),
    ("a dialled queue", {"DialCallStatus": "no-answer", "QueueResult": "error"}, DialEnded("no-answer")),
    ("a strange end", {"DialCallStatus": "<b>"}, DialEnded("failed")),
    ("an agent has come and gone", {"QueueResult": "bridged", "QueueSid": "QU1"}, LeftQueue("bridged")),
    ("a wish", {"QueueResult": "leave", "QueueTime": "31"}, LeftQueue("wish", None)),
    ("a full queue", {"QueueResult": "queue-full"}, LeftQueue("full")),
    ("a broken queue", {"QueueResult": "error"}, LeftQueue("failed")),
    ("a strange queue", {"QueueResult": "bridging-in-process"}, LeftQueue("failed")),
    ("an empty queue result", {"QueueResult": ""}, LeftQueue("failed")),
]


@pytest.mark.parametrize(("sent", "form", "event"), EVENTS, ids=[row[0] for row in EVENTS])
def test_a_form_becomes_its_event(sent: str, form: dict[str, str], event: Event) -> None:
    assert read_event(form) == event


NAMES = ["Digits", "FinishedOnKey", "SpeechResult", "Confidence", "RecordingUrl", "RecordingSid", "RecordingDuration"]


@given(st.dictionaries(st.sampled_from([*NAMES, "DialCallStatus", "QueueResult", "From", "CallStatus"]), st.text() | st.just("7" * 6000)))
@settings(max_examples=200, deadline=None)
def test_any_form_at_all_becomes_a_bounded_event(form: dict[str, str]) -> None:
    match read_event(form):
        case DigitsPressed(digits, _):
            assert len(digits) <= MOST_DIGITS
            assert set(digits) <= set("0123456789*#")
        case SpeechHeard(text, confidence):
            assert 0 < len(text) <= MOST_SPEECH
            assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)
            assert confidence is None or 0 <= confidence <= 1
        case RecordingDone(sid, url, seconds, key):
            assert len(sid) <= 64
            assert len(url.encode()) <= 4 * MOST_URL
            assert 0 <= seconds <= 14_400
            assert key in {"", "hangup", *"0123456789*#"}
        case other:
            assert isinstance(other, NoInput | DialEnded | LeftQueue)


LEGS = [
    ({"CallSid": "CA" * 17, "From": "+8613812345678", "To": "+864008001234"}, Leg("CA" * 17, "+8613812345678", "+864008001234")),
    ({"CallSid": "CA1"}, Leg("CA1", "", "")),
    ({"CallSid": "CA1", "From": "client:ana"}, Leg("CA1", "client:ana", "")),
    ({"CallSid": "CA1", "From": "+1\n\x00 555"}, Leg("CA1", "+1  555", "")),
    ({"CallSid": "CA1", "From": "9" * 999}, Leg("CA1", "9" * 100, "")),
]


@pytest.mark.parametrize(("form", "leg"), LEGS)
def test_a_call_is_read_from_any_of_its_forms(form: dict[str, str], leg: Leg) -> None:
    assert read_call(form) == leg


@pytest.mark.parametrize("sid", [None, "", "C" * 65, "CA1\n", "CA 1", "CA/1", "呼叫", "CA1'--", "١"])
def test_a_call_without_a_usable_name_is_refused(sid: str | None) -> None:
    with pytest.raises(WebhookError, match="CallSid"):
        read_call({} if sid is None else {"CallSid": sid})


MASKS = [
    ("+8613812345678", "+86********5678"),
    ("13812345678", "138********5678"),
    ("95588", "********"),
    ("anonymous", "********"),
    ("", "********"),
    ("+1415\n8675309", "+14********5309"),
]


@pytest.mark.parametrize(("number", "shown"), MASKS)
def test_a_log_shows_the_country_and_the_last_four_digits(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_the_first_of_repeated_values_counts_and_the_form_comes_before_the_query() -> None:
    form = Form.read(b"Digits=1&Digits=2&a=%E4%BD%99+x&b", "n=4&Digits=9&e=%E9%A2%9D")
    assert dict(form) == {"Digits": "1", "a": "余 x", "b": "", "n": "4", "e": "额"}
    assert form.getlist("Digits") == ["1", "2"]
    assert form.getlist("n") == []


ENCODED = st.text("aA+%=&;4eEbB9d\x00\ud7ff余", max_size=30).map(str.encode) | st.binary(max_size=30)


@given(ENCODED)
@settings(max_examples=300, deadline=None)
def test_pairs_are_decoded_as_the_standard_library_does(encoded: bytes) -> None:
    assert read_pairs(encoded) == parse_qsl(encoded.decode(errors="replace"), keep_blank_values=True)
