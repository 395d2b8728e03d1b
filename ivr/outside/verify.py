"""One-time codes that Twilio Verify draws, texts and compares. https://www.twilio.com/docs/verify/api

Asked in turns of a call too, so without Twilio's package, which is large. What is raised names no number and no code.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from functools import partial

import httpx2

from ivr.errors import CarrierError
from ivr.outside.trust import trusted

TWILIO, VERIFY = "https://api.twilio.com", "https://verify.twilio.com"
CHECK_SECONDS = 2.5
"""For a caller who waits, from the first byte to the last."""
START_SECONDS = 8.0
AT_ONCE = 4
LOCALES = {"zh": "zh-CN", "en": "en"}
FINAL = frozenset({60200, 60203, 60205, 60410})
"""No number, too many sent, no mobile, blocked as a risk: https://www.twilio.com/docs/api/errors"""
OVER = frozenset({20404, 60202})
"""Approved before, expired or unknown; and checked too often."""


class Verify:
    """A service of an account. Nothing is connected before the first asking. All methods raise CarrierError."""

    def __init__(self, account: str, token: str, service: str, base: str, transport: httpx2.BaseTransport | None = None) -> None:
        url = f"{base.rstrip('/').replace(TWILIO, VERIFY)}/v2/Services/{service}"
        self._client = partial(httpx2.Client, base_url=url, auth=(account, token), transport=transport, verify=trusted(), trust_env=False)
        self._threads = ThreadPoolExecutor(AT_ONCE, "verify")

    def start(self, to: str, language: str) -> str:
        """Have a code texted, and give Verify's name for it."""
        reply = self._ask("/Verifications", {"To": to, "Channel": "sms", "Locale": LOCALES.get(language, "en")}, START_SECONDS)
        return _told(reply)["sid"]

    def approves(self, sid: str, code: str) -> bool:
        """Tell whether this is the code; once it is, or after too many tries, none is."""
        reply = self._ask("/VerificationCheck", {"VerificationSid": sid, "Code": code}, CHECK_SECONDS)
        try:
            return _told(reply)["status"] == "approved"
        except CarrierError as error:
            if error.code in OVER:
                return False
            raise

    def _ask(self, path: str, form: Mapping[str, str], seconds: float) -> httpx2.Response:
        """Wait for the answer until the deadline; what is late then loses its connection, and what has not begun never does."""
        client = self._client(timeout=seconds)
        answer = self._threads.submit(client.post, path, data=dict(form))
        try:
            return answer.result(seconds)
        except (httpx2.HTTPError, TooLate) as error:
            raise CarrierError(f"Verify did not answer: {type(error).__name__}") from None
        finally:
            answer.cancel()
            client.close()


def _told(reply: httpx2.Response) -> Mapping[str, str]:
    """Read the answer: of a code there is a name and how it stands; of a refusal its number, whatever else it says."""
    try:
        told = reply.json()
        if reply.is_success:
            return {"sid": str(told["sid"]), "status": str(told["status"])}
        code = int(told["code"])
    except (KeyError, TypeError, ValueError):
        raise CarrierError(f"Verify answered {reply.status_code} and nothing that makes sense") from None
    known = code if reply.is_client_error else 0
    raise CarrierError(f"Verify refused: error {code}", known, is_final=known in FINAL)
