"""Signatures: the documented vectors, the traps, and that our fast path never accepts what the carrier's validator refuses."""

import hashlib
from urllib.parse import urlencode

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from ivr.twiml.request import Form, read_pairs
from ivr.twiml.signature import Signatures, external_url

TOKEN = "12345"
SIGNATURES = Signatures(TOKEN)
SDK = RequestValidator(TOKEN)
CALL = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}
CAROL = urlencode(CALL | {"Caller": "+14158675310", "From": "+14158675310"}).encode()
OTHER = urlencode(CALL | {"Caller": "+14158675309", "From": "+14158675309"}).encode()
EXAMPLE = "https://example.com/myapp.php?foo=1&bar=2"
COMPANY = "https://mycompany.com/myapp.php?foo=1&bar=2"
HASHED = COMPANY + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"

VECTORS = [
    # url, body, signature
    (EXAMPLE, CAROL, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    (COMPANY, OTHER, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://user:secret@mycompany.com/myapp.php?foo=1&bar=2", OTHER, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://user:secret@mycompany.com:8443/myapp.php?foo=1&bar=2", OTHER, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://mycompany.com:443/myapp.php?foo=1&bar=2", OTHER, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    (HASHED, b"", "a9nBmqA0ju/hNViExpshrM61xv4="),
]


def check(url: str, body: bytes, signature: str) -> bool:
    return SIGNATURES.check(url, Form(read_pairs(body)), signature)


@pytest.mark.parametrize(("url", "body", "signature"), VECTORS)
def test_a_signed_request_is_accepted(url: str, body: bytes, signature: str) -> None:
    assert check(url, body, signature)


REFUSED = [
    ("wrong account's token", EXAMPLE, CAROL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("no signature", EXAMPLE, CAROL, ""),
    ("no body", EXAMPLE, b"", "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("a space in front", EXAMPLE, CAROL.replace(b"Digits=", b"Digits=+"), "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("a blank value more", EXAMPLE, CAROL + b"&Extra=", "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("a slash more", "https://example.com/myapp.php/?foo=1&bar=2", CAROL, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    ("a body under the hash of another", HASHED, CAROL, "a9nBmqA0ju/hNViExpshrM61xv4="),
    ("a broken port", "https://example.com:port/", b"", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("a broken host", "https://[::1/", b"", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("letters beyond ASCII in the URL", "https://example.com/余额", b"", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("letters beyond ASCII in the signature", EXAMPLE, CAROL, "签名"),
]


@pytest.mark.parametrize(("why", "url", "body", "signature"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_not_signed_is_refused(why: str, url: str, body: bytes, signature: str) -> None:
    assert not check(url, body, signature)


def test_a_form_is_signed_over_its_fields_even_when_its_url_holds_a_body_hash() -> None:
    url = f"{COMPANY}&bodySHA256={hashlib.sha256(OTHER).hexdigest()}"
    assert not check(url, OTHER, SDK.compute_signature(url, {}))
    assert check(url, OTHER, SDK.compute_signature(url, Form(read_pairs(OTHER))))


def test_percent_encoded_chinese_in_the_query_is_left_as_it_came() -> None:
    url = external_url("https://example.com/", "/voice/turn?n=1&e=%E4%BD%99%e9%a2%9d+%2B")
    assert url == "https://example.com/voice/turn?n=1&e=%E4%BD%99%e9%a2%9d+%2B"
    assert check(url, OTHER, SDK.compute_signature(url, Form(read_pairs(OTHER))))
    assert not check(url.replace("%e9", "%E9"), OTHER, SDK.compute_signature(url, Form(read_pairs(OTHER))))


NAMES = st.sampled_from(["Digits", "SpeechResult", "From", "a", "A", "名"]) | st.text(max_size=5)
VALUES = st.sampled_from(["", " 1", "退款 余额", "+8613800138000", "a=b&c", "😀"]) | st.text(max_size=12)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=12)
URLS = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["https", "http", "HTTP"]),
    st.sampled_from(["example.com", "u:p@example.com", "Example.com"]),
    st.sampled_from(["", ":80", ":443", ":8443", ":0", ":"]),
    st.sampled_from(["", "/", "/voice/turn", "/voice/turn/;"]),
    st.sampled_from(["", "?", "?n=1", "?n=1&e=%E4%BD%99", "?n=1#rc=2"]),
)


@given(URLS, FIELDS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_our_verdict_is_the_carriers_validators(url: str, fields: list[tuple[str, str]], tampered: bool) -> None:
    form = Form(fields)
    body = urlencode(fields).encode()
    sent = url.replace("u:p@", "").partition("#")[0]
    signature = SDK.compute_signature(sent + "x" * tampered, form)
    assert check(url, body, signature) == SDK.validate(sent, form, signature)


@given(st.binary(max_size=40), st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_make_it_raise(body: bytes, url: str, signature: str) -> None:
    assert not check(url, body, signature)
    assert not check(HASHED, body, signature)


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_odd_bytes_that_were_signed_are_accepted(body: bytes) -> None:
    assert check(EXAMPLE, body, SDK.compute_signature(EXAMPLE, Form(read_pairs(body))))


PLAIN = st.text("abcdeXYZ0123", min_size=1, max_size=6)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=6, unique=True), st.data())
@settings(max_examples=200, deadline=None)
def test_one_letter_changed_in_a_signed_request_is_refused(fields: list[tuple[str, str]], data: st.DataObject) -> None:
    body = urlencode(fields).encode()
    signature = SDK.compute_signature(EXAMPLE, Form(fields))
    where = data.draw(st.integers(0, len(body) - 1))
    assume(body[where] not in b"=&")
    changed = body[:where] + bytes([data.draw(st.sampled_from(b"bcdXY012"))]) + body[where + 1 :]
    assert check(EXAMPLE, changed, signature) == (changed == body)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_one_byte_changed_in_the_url_or_the_signature_is_refused(data: st.DataObject) -> None:
    url, signature = EXAMPLE, "L/OH5YylLD5NRKLltdqwSvS0BnU="
    where = data.draw(st.integers(len("https://"), len(url) - 1))
    assert not check(url[:where] + "~" + url[where + 1 :], CAROL, signature)
    where = data.draw(st.integers(0, len(signature) - 1))
    assert not check(url, CAROL, signature[:where] + "~" + signature[where + 1 :])
