"""Documents: what is run, what is refused with which code, and what the fallback does about it."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator import events
from ivr.simulator.effects import Reply
from ivr.simulator.exchange.call import APOLOGY
from ivr.simulator.outcomes import Fatal
from ivr.simulator.twiml.document import DEEPEST, MOST_BYTES, read

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
    ("text/xml", b"\n<Response><Say>Hello</Say></Response>\n", ["Hello"]),
    ("text/xml", b"<Response><Say><![CDATA[<!DOCTYPE a>]]></Say></Response>", ["<!DOCTYPE a>"]),
    ("text/xml", b'<?xml version="1.0" encoding="ISO-8859-1"?><Response><Say>\xa35</Say></Response>', ["£5"]),
    ("text/xml", b"<Response>" + b"<!-- -->" * 8000 + b"<Say>Hello</Say></Response>", ["Hello"]),
    ("text/plain", b"Hello there", ["Hello there"]),
    ("text/plain", b"<Response><Say>Hello</Response>", ["<Response><Say>Hello</Response>"]),
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
    ("200 OK", "text/xml", b"<Response>" + b" " * (MOST_BYTES - 20) + b"</Response>", 11750),
    ("200 OK", "text/xml", b'\n<?xml version="1.0"?>' + TWIML, 12100),
    ("200 OK", "text/xml", b"\xef\xbb\xbf" + TWIML, 12100),
    ("200 OK", "text/xml", b"<Response><Say>Hello</Response>", 12100),
    ("200 OK", "text/xml", b"<Response><Say>\x00</Say></Response>", 12100),
    ("200 OK", "text/xml", b"<response/>", 12102),
    ("200 OK", "text/xml", b'<Response xmlns="http://www.twilio.com/"/>', 12102),
    ("200 OK", "text/html", b"<html><body>Hello</body></html>", 12102),
    ("200 OK", "text/html", b"<!DOCTYPE html><html></html>", 12100),
    ("200 OK", "text/xml", b'<?xml version="1.0" encoding="nonsense"?>' + TWIML, 12100),
    ("200 OK", "text/plain", b"", 11770),
    ("200 OK", "text/xml", b"hello", 12100),
    ("200 OK", "application/json", b"{}", 12300),
    ("200 OK", "video/mp4", b"mp4", 12300),
    ("200 OK", "", TWIML, 11200),
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


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMBS = {
    "a billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "haha">{LAUGHS}]><Response><Say>&l11;</Say></Response>'.encode(),
    "one entity told often": b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 30000 + b'">]><Response><Say>' + b"&a;" * 9000 + b"</Say></Response>",
    "an external entity": b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Response><Say>&x;</Say></Response>',
    "an external document type": b'<!DOCTYPE r SYSTEM "https://elsewhere.example/r.dtd"><Response/>',
    "a document type in UTF-16": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r><Response/>'.encode("utf-16"),
    "a well without a bottom": b"<Response>" + b"<a>" * 9000 + b"</a>" * 9000 + b"</Response>",
    "a well of SSML": b"<Response><Say>" + b"<s>" * DEEPEST + b"Hello" + b"</s>" * DEEPEST + b"</Say></Response>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words_and_costs_nothing(ring, name):
    tracemalloc.start()
    began = time.process_time()
    call = ring({"/": ("200 OK", "text/xml", BOMBS[name])})
    took, most = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert call.codes == [12100]
    assert call.ending.ended.by == "error"
    assert any(word in call.of(events.Error)[0].message for word in ("document type", "deep"))
    assert took < 1
    assert most < 4_000_000


def refusal(kind: str, body: bytes) -> tuple[int, str] | None:
    try:
        read(Reply(200, "https://hotline.example/here", {"content-type": kind}, body))
    except Fatal as refused:
        return refused.code, refused.message
    return None


@given(st.sampled_from(["text/xml", "text/plain", "text/html", "audio/wav", "image/png"]), st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_document_or_are_refused_by_name(kind, body):
    refused = refusal(kind, body)
    assert refused or kind in ("text/plain", "audio/wav")
    if refused:
        assert refused[0] in (11770, 12100, 12102, 12300)
        assert "https://hotline.example/here" in refused[1]
