"""Whether a request is the carrier's: X-Twilio-Signature, https://www.twilio.com/docs/usage/security

The fast path signs the form itself. What it does not recognise is judged by the carrier's own validator, which also knows
ports left out or added.
"""

import base64
import hmac
from functools import lru_cache
from urllib.parse import urlparse

from twilio.request_validator import RequestValidator

from ivr.twiml.request import Form

FORM = "application/x-www-form-urlencoded"


def external_url(base_url: str, path_and_query: str) -> str:
    """Give the URL as the carrier saw it. `path_and_query` comes raw from the request line: decoding it breaks the signature."""
    return base_url.rstrip("/") + path_and_query


class Signatures:
    """Checks signatures made with one account's token."""

    def __init__(self, token: str) -> None:
        self._key = token.encode()
        self._validator = RequestValidator(token)

    def check(self, url: str, form: Form, signature: str) -> bool:
        """Tell whether the carrier signed this request; one by GET has an empty form. Nothing in a request makes it raise."""
        if not (url.isascii() and signature.isascii()):
            return False
        try:
            signed = _as_signed(url)
            return self._is_signed(signed, form, signature) or bool(self._validator.validate(signed, form, signature))
        except ValueError:  # a host or port that is none
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
