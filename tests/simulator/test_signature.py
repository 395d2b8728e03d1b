"""Signatures: Twilio's own vectors, and the SDK's validator as the other side."""

from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.simulator.web.signature import sign

FORM = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}


def caller(number: str) -> list[tuple[str, str]]:
    return list({**FORM, "Caller": number, "From": number}.items())


VECTORS = [
    ("https://example.com/myapp.php?foo=1&bar=2", caller("+14158675310"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("https://mycompany.com/myapp.php?foo=1&bar=2", caller("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    (
        "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
        [],
        "a9nBmqA0ju/hNViExpshrM61xv4=",
    ),
]


@pytest.mark.parametrize(("url", "form", "signature"), VECTORS)
def test_twilio_own_vectors_hold(url, form, signature):
    assert sign("12345", url, form) == signature


SAME = [
    ("https://h.example:8443/p", "https://h.example/p"),
    ("https://h.example/p#rc=2&rp=all", "https://h.example/p"),
    ("https://me:secret@h.example/p", "https://h.example/p"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_port_of_https_fragment_and_user_are_not_signed(one, other):
    assert sign("t", one) == sign("t", other)


def test_the_port_of_http_is_signed():
    assert sign("t", "http://h.example:8080/p") != sign("t", "http://h.example/p")


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
FORMS = st.lists(st.tuples(st.sampled_from(["Digits", "SpeechResult", "a", "A"]), TEXT), max_size=6)


@given(form=FORMS, query=st.lists(st.tuples(TEXT, TEXT), max_size=3), path=TEXT)
def test_the_sdk_accepts_what_is_signed(form, query, path):
    url = f"https://hotline.example/{quote(path)}" + (f"?{urlencode(query)}" if query else "")
    assert RequestValidator("token").validate(url, MultiDict(form), sign("token", url, form))


def test_a_call_is_signed_so_that_the_sdk_accepts_each_request(ring):
    pages = {
        "/": '<Gather input="speech" action="/余额?订单=退款&amp;a=%E4%BD%99#rc=2"/>',
        "/余额".encode().decode("latin-1"): "<Redirect method='GET'>/last?q=1</Redirect>",
        "/last": "<Hangup/>",
    }
    call = ring(pages, "say:我要退款")
    for environ in call.application.environs:
        environ["wsgi.input"].seek(0)
        form = MultiDict(parse_qsl(environ["wsgi.input"].read().decode(), keep_blank_values=True))
        url = f"https://hotline.example{environ['RAW_URI']}"
        assert RequestValidator("12345").validate(url, form, environ["HTTP_X_TWILIO_SIGNATURE"])
    assert len(call.application.environs) == 3
