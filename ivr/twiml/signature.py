"""Whether a request is the carrier's: X-Twilio-Signature, https://www.twilio.com/docs/usage/security

The fast path signs the raw body itself. What it does not recognise is judged by the carrier's own validator, which also
knows ports left out or added and JSON bodies.
"""

import base64
import hmac
from functools import lru_cache
from urllib.parse import parse_qs, urlparse

from twilio.request_validator import RequestValidator

from ivr.twiml.request import Form, read_pairs

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def external_url(base_url: str, path_and_query: str) -> str:
    """Give the URL as the carrier saw it. `path_and_query` comes raw from the request line: decoding it breaks the signature."""
    return base_url.rstrip("/") + path_and_query


class Signatures:
    """Checks signatures made with one account's token."""

    def __init__(self, token: str) -> None:
        self._key = token.encode()
        self._validator = RequestValidator(token)

    def check(self, url: str, raw_body: bytes, content_type: str | None, signature: str) -> bool:
        """Tell whether the carrier signed this request. Nothing in a request makes it raise."""
        media_type = (content_type or "").partition(";")[0].strip().lower()
        if raw_body and media_type == JSON:
            return self._check_json(url, raw_body, signature)
        if raw_body and media_type != FORM:
            return False
        return self.check_form(url, Form(read_pairs(raw_body)), signature)

    def check_form(self, url: str, form: Form, signature: str) -> bool:
        """Tell the same of a form that has been read already. A request by GET has an empty one."""
        if not (url.isascii() and signature.isascii()):
            return False
        try:
            signed = _as_signed(url)
            return self._is_signed(signed, form, signature) or bool(self._validator.validate(signed, form, signature))
        except ValueError:  # a host or port that is none
            return False

    def _check_json(self, url: str, body: bytes, signature: str) -> bool:
        try:
            signed = _as_signed(url)
            # without the body's hash in the query the validator would take the body for a mapping and break
            has_hash = "bodySHA256" in parse_qs(urlparse(signed).query)
            return has_hash and bool(self._validator.validate(signed, body.decode(), signature))
        except ValueError:  # also a body or a URL that is not text
            return False

    def _is_signed(self, url: str, form: Form, signature: str) -> bool:
        text = url + "".join([name + value for name, value in sorted(set(form.pairs))])
        expected = base64.b64encode(hmac.digest(self._key, text.encode(), "sha1"))
        return hmac.compare_digest(expected, signature.encode())


@lru_cache(maxsize=4096)
def _as_signed(url: str) -> str:
    """Drop what is never signed, user and fragment, and write the rest as the carrier's validator does."""
    parts = urlparse(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
