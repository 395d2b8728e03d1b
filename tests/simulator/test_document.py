"""Documents: what is run, what is refused with which code, and what the fallback does about it."""

import pytest

from ivr.simulator import events
from ivr.simulator.call import APOLOGY

TWIML = b"<Response><Say>Hello</Say></Response>"

RUN = [
    # content type, body, what is heard
    ("text/xml", TWIML, ["Hello"]),
    ("application/xml; charset=utf-8", TWIML, ["Hello"]),
    ("text/html; charset=utf-8", TWIML, ["Hello"]),
    ("TEXT/XML", b'<?xml version="1.0" encoding="UTF-8"?>' + TWIML, ["Hello"]),
    ("text/xml", b"<Response/>", []),
    ("text/xml", b"<!-- a comment --><Response><!-- another --></Response>", []),
    ("text/plain", TWIML, ["Hello"]),
    ("text/plain", b"Hello there", ["Hello there"]),
    ("audio/mpeg", b"ID3", []),
]


@pytest.mark.parametrize(("kind", "body", "words"), RUN)
def test_what_twilio_runs_is_run(ring, kind, body, words):
    call = ring({"/": ("200 OK", kind, body)})
    assert call.words == words
    assert call.codes == []


REFUSED = [
    # status, content type, body, Twilio's code
    ("500 Oops", "text/xml", TWIML, 11200),
    ("404 Not Found", "text/xml", TWIML, 11200),
    ("200 OK", "text/xml", b"", 11770),
    ("204 No Content", "text/xml", b"", 11770),
    ("200 OK", "text/xml", b"<Response>" + b" " * 65536 + b"</Response>", 11750),
    ("200 OK", "text/xml", b'\n<?xml version="1.0"?>' + TWIML, 12100),
    ("200 OK", "text/xml", b"\xef\xbb\xbf" + TWIML, 12100),
    ("200 OK", "text/xml", b"<Response><Say>Hello</Response>", 12100),
    ("200 OK", "text/xml", b"<Response><Say>\x00</Say></Response>", 12100),
    ("200 OK", "text/xml", b"<response/>", 12100),
    ("200 OK", "text/xml", b"hello", 12100),
    ("200 OK", "application/json", b"{}", 12300),
    ("200 OK", "", TWIML, 12300),
    ("200 OK", "text/xml", b"<Response><say>Hello</say></Response>", 12200),
    ("200 OK", "text/xml", b"<Response><Play>/missing</Play></Response>", 11200),
]


@pytest.mark.parametrize(("status", "kind", "body", "code"), REFUSED)
def test_what_twilio_refuses_goes_to_the_fallback(ring, status, kind, body, code):
    call = ring({"/": (status, kind, body), "/sorry": "<Say>Sorry</Say>"}, fallback="/sorry")
    form = call.form("/sorry")
    assert (form["ErrorCode"], form["ErrorUrl"]) == (str(code), "https://hotline.example/")
    assert call.words[-1] == "Sorry"
    assert call.ending.ended.by == "document"
    assert call.ending.broke


@pytest.mark.parametrize("fallback", [None, "/broken"])
def test_without_a_working_fallback_there_is_an_apology_and_the_end(ring, fallback):
    call = ring({"/": ("500 Oops", "", b""), "/broken": ("500 Oops", "", b"")}, fallback=fallback)
    assert call.words == [APOLOGY]
    assert call.ending.ended.by == "error"
    assert call.paths.count("/broken") == bool(fallback)


def test_a_failure_in_mid_call_goes_to_the_fallback_too(ring):
    pages = {"/": '<Gather action="/gone#rc=0"/>', "/sorry": "<Redirect>/back</Redirect>", "/back": "<Say>Back</Say>"}
    call = ring(pages, "1", fallback="/sorry")
    assert call.form("/sorry")["ErrorUrl"] == "https://hotline.example/gone"
    assert call.words == ["Back"]


def test_an_application_that_raises_answers_500(ring):
    call = ring({"/": lambda form: form["nothing"]})
    assert call.of(events.Request)[0].status == 500
    assert call.ending.broke
