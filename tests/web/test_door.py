"""The front door: any request at all gets TwiML, 204, 403, 405 or 413; a single byte changed is refused."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.twiml.request import Form, read_pairs

TURNS = ("/voice/incoming", "/voice/turn", "/voice/queue/left", "/voice/resume", "/voice/queue/wait", "/voice/queue/key", "/voice/fallback")
NOTICES = ("/voice/status", "/voice/recording")
ROUTES = TURNS + NOTICES
BASE, TOKEN = "https://hotline.example", "0123456789abcdef"
FORM_TYPE = "application/x-www-form-urlencoded"

SDK = RequestValidator(TOKEN)
IN_EVERY_FORM = ("CallSid", "From", "To", "AccountSid", "CallStatus")
TOLD = ("SequenceNumber", "ErrorUrl", "DialCallStatus", "QueueResult", "Digits", "FinishedOnKey", "SpeechResult", "Confidence")
RECORDED = ("RecordingUrl", "RecordingDuration", "RecordingSid", "RecordingStatus")
NAMES = st.text(max_size=6) | st.sampled_from((*IN_EVERY_FORM, *TOLD, *RECORDED))
ODD = ["", "http://[", f"{BASE}/voice/turn?n=1", "-1", "1e9", "NaN", "\0\x1b", "😀", "%", "\ufffe", "+8613800138000", "anonymous", "9" * 99]
MEANT = ["1", "2", "0#", "20260703", "退款", "我要退款 余额", "hangup", "bridged", "leave", "error", "completed"]
VALUES = st.sampled_from(ODD) | st.sampled_from(MEANT) | st.text(max_size=30)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=8).map(lambda fields: urlencode(fields).encode())
BODIES = FIELDS | st.binary(max_size=60) | st.builds(lambda one, two: one + b"&" + two, FIELDS, st.binary(max_size=30))
SIDS = st.sampled_from([b"", b"CallSid=CA1", b"CallSid=CA1&CallSid=CA2", b"CallSid=", b"CallSid=%E4%BD%99", b"CallSid=" + b"9" * 65])
ARGUMENTS = st.sampled_from(["n", "e", "c", "r", "since", "f", "QueueResult", "余", "Digits"])
GIVEN = st.sampled_from(["0", "1", "2", "10000000", "9" * 4000, "-1", "٣", "余额", "refund.en.a", "refund.余.a", "..", "bridged"])
QUERIES = st.lists(st.tuples(ARGUMENTS, GIVEN | VALUES), max_size=4).map(urlencode) | st.text("%&=+;?/abcn01", max_size=20)
STEPS = st.tuples(st.sampled_from(["/voice/turn", "/voice/queue/left", "/voice/resume"]), st.integers(0, 9), FIELDS)

THOROUGHLY = settings(max_examples=settings().max_examples * 4)


@pytest.fixture(scope="module")
def errors() -> Iterator[list[str]]:
    """What the program has logged as its own fault."""
    told: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: told.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    yield told
    logging.getLogger().removeHandler(handler)


def signed(path: str, body: bytes) -> str:
    return SDK.compute_signature(BASE + path, Form(read_pairs(body)))


def check(answer, route: str) -> None:
    if answer.status == 204:
        assert route in NOTICES
        assert answer.text == ""
        return
    assert answer.status in (200, 403), answer
    assert answer.kind == "text/xml; charset=utf-8"
    assert ElementTree.fromstring(answer.text).tag == "Response"
    assert answer.status == 403 or len(answer.root), "an empty document would end a live call"


@THOROUGHLY
@given(st.sampled_from(ROUTES), SIDS, BODIES, QUERIES, st.booleans(), st.sampled_from(["POST", "GET"]))
def test_any_form_to_any_voice_route_is_answered(in_memory, route, sid, body, query, is_signed, method):
    form = sid + b"&" + body if sid else body
    if method == "GET":
        query, form = query + "&" + quote(form, safe="=&%+"), b""
    path = f"{route}?{query}" if query else route
    answer = in_memory.carrier().send(method, path, form, signature=signed(path, form) if is_signed else "c2lnbmVkIGJ5IG5vYm9keQ==")
    check(answer, route)
    assert is_signed or answer.status == 403


@given(st.lists(STEPS, max_size=8), st.uuids())
def test_any_forms_in_a_call_keep_it_going_and_never_fail_by_our_fault(in_memory, errors, steps, sid):
    call = in_memory.carrier(sid=f"CA{sid.hex}")
    call.goes("/voice/incoming")
    for route, n, fields in steps:
        path, body = f"{route}?n={n}", f"CallSid={call.sid}&".encode() + fields
        answer = call.send("POST", path, body, signature=signed(path, body))
        check(answer, route)
        assert answer.status == 200
    assert errors == []


@given(st.binary(max_size=200), st.text(max_size=20), st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40))
def test_no_content_type_or_signature_makes_it_fail(in_memory, body, kind, signature):
    kind = kind.encode("latin-1", "replace").decode("latin-1").replace("\n", "").replace("\r", "")
    assert in_memory.carrier().send("POST", "/voice/turn?n=1", body, signature=signature, kind=kind).status == 403


WRONG_TYPES = ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "application/x-www-form-urlencoded-not"]


@pytest.mark.parametrize("kind", WRONG_TYPES)
def test_a_body_that_is_no_form_is_refused_even_if_signed(in_memory, kind):
    body = b"CallSid=CA1&Digits=1"
    assert in_memory.carrier().send("POST", "/voice/incoming", body, kind=FORM_TYPE).status == 200
    assert in_memory.carrier().send("POST", "/voice/incoming", body, kind=kind).status == 403


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"])
def test_other_methods_are_not_allowed(in_memory, method, route):
    assert in_memory.carrier().send(method, route, b"CallSid=CA1").status == 405


@pytest.mark.parametrize("route", ROUTES)
def test_a_body_over_64_kb_is_too_large_and_one_of_64_kb_is_not(in_memory, route):
    most = b"CallSid=CA1&Digits=".ljust(64 * 1024, b"1")
    assert in_memory.carrier().send("POST", route, most + b"1").status == 413
    assert in_memory.carrier().send("POST", route, most).status in (200, 204)


SIGNED = ("/voice/turn?n=1&e=%E4%BD%99", b"CallSid=CA1&Digits=1&SpeechResult=%E9%80%80+x&From=%2B15550001111")


@pytest.mark.parametrize("part", ["path", "body", "signature"])
def test_one_byte_changed_of_a_signed_request_is_refused(in_memory, part):
    call = in_memory.carrier()
    path, body = SIGNED
    signature = signed(path, body)
    assert call.send("POST", path, body, signature=signature).status == 200
    whole = {"path": path, "body": body.decode(), "signature": signature}[part]
    same = Form(read_pairs(body)).pairs
    for where in range(len("/voice/turn") if part == "path" else 0, len(whole)):
        for letter in {"~", "0", chr(ord(whole[where]) ^ 1)} - {whole[where]}:
            changed = {"path": path, "body": body.decode(), "signature": signature, part: whole[:where] + letter + whole[where + 1 :]}
            if part == "body" and sorted(set(read_pairs(changed["body"].encode()))) == sorted(set(same)):
                continue
            answer = call.send("POST", changed["path"], changed["body"].encode(), signature=changed["signature"])
            assert answer.status in (403, 404), changed


PATHS = ["n=1&e=%E4%BD%99%E9%A2%9D", "n=1&e=%e4%bd%99", "n=1&n=2&n=1", "a=b%20c+d"]
FORMS = [b"CallSid=CA1&SpeechResult=%E6%88%91%E8%A6%81%E9%80%80%E6%AC%BE", b"CallSid=CA1&a=1&a=2&a=1&b=", b"CallSid=CA1&a=+x+"]


@pytest.mark.parametrize("path", [*(f"/voice/turn?{query}" for query in PATHS), "/%76oice/turn?n=1"])
@pytest.mark.parametrize("body", FORMS)
def test_what_the_carriers_own_library_signed_is_accepted(in_memory, path, body):
    assert in_memory.carrier().send("POST", path, body, signature=signed(path, body)).status == 200


@pytest.mark.parametrize("path", ["/voice/turn?n=1&CallSid=CA1&SpeechResult=%E9%80%80%E6%AC%BE", "/voice/incoming?CallSid=CA1"])
def test_a_request_by_get_is_signed_over_its_url(in_memory, path):
    assert in_memory.carrier().send("GET", path, signature=signed(path, b"")).status == 200
    assert in_memory.carrier().send("GET", path + "x", signature=signed(path, b"")).status == 403


@pytest.mark.parametrize("letters", ["余额".encode().decode("latin-1"), "\xff"])
def test_letters_that_were_never_encoded_are_refused(in_memory, letters):
    assert in_memory.carrier().send("GET", f"/voice/incoming?CallSid=CA1&e={letters}", signature="").status == 403


def test_a_call_without_a_usable_name_is_refused_though_signed(in_memory):
    for sid in (b"", b"CallSid=", b"CallSid=a+b", b"CallSid=" + b"9" * 65):
        assert in_memory.carrier().send("POST", "/voice/incoming", sid).status == 403


@pytest.mark.parametrize(
    "vector", json.loads((Path(__file__).parent / "npm_signatures.json").read_text())["vectors"], ids=lambda each: each["path"]
)
def test_what_npms_twilio_signed_is_accepted_and_one_letter_more_is_not(in_memory, vector):
    body = urlencode(vector["form"]).encode()
    method = "POST" if body else "GET"
    assert in_memory.carrier().send(method, vector["path"], body, signature=vector["signature"]).status == 200
    assert in_memory.carrier().send(method, vector["path"], body + b"&x=1", signature=vector["signature"]).status == 403
