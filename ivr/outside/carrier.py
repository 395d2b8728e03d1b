"""Texts through the carrier's REST API. Imported by the worker alone: the library is large.

What is raised names no number: it is logged, and kept with the job.
"""

from datetime import datetime, timedelta
from typing import Any

from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.errors import CarrierError

TWILIO = "https://api.twilio.com"
ANSWER_SECONDS = 8.0
MOST_LISTED = 50
"""Texts to one number that are looked through, the newest first."""
SKEW = timedelta(minutes=5)
"""How far the carrier's clock may be behind ours."""

FINAL = frozenset({21211, 21408, 21610, 21612, 21614, 21617})
"""No number, no texts to that country, opted out, cannot be reached, no mobile, too long: https://www.twilio.com/docs/api/errors"""
LEAST_UNSURE = 500
"""A status from here on says nothing about whether the text was taken."""


class _At(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, asking at another address. It would log the numbers that it asks about."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=ANSWER_SECONDS)
        self._base = base.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        return super().request(method, url.replace(TWILIO, self._base, 1), *args, **more)

    def log_request(self, kwargs: Any) -> None:
        """Log nothing."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Log nothing."""


def open_carrier(account: str, token: str, sender: str, base: str) -> "TwilioCarrier":
    """Prepare to send from an account; nothing is connected before it is needed."""
    return TwilioCarrier(client(account, token, base), sender)


def client(account: str, token: str, base: str) -> Client:
    """Give Twilio's own client, asking at another address."""
    return Client(account, token, http_client=_At(base))


class TwilioCarrier:
    """Sends texts from one number, messaging service or name of an account. All methods raise CarrierError."""

    def __init__(self, twilio: Client, sender: str) -> None:
        self._twilio, self._sender = twilio, sender

    def send(self, to: str, body: str) -> str:
        """Send a text and give the carrier's name for it."""
        try:
            return str(self._twilio.messages.create(to=to, from_=self._sender, body=body).sid)
        except (TwilioException, RequestException) as error:
            raise told(error, "the text") from None

    def sent(self, to: str, body: str, since: datetime) -> list[str]:
        """List the carrier's names of texts with these words that it has taken for a number since then, by a clock that may be behind."""
        try:
            listed = self._twilio.messages.list(to=to, limit=MOST_LISTED)
        except (TwilioException, RequestException) as error:
            raise told(error, "the text") from None
        words, begun = _plain(body), since - SKEW
        return [str(each.sid) for each in listed if words in _plain(each.body) and each.date_created and each.date_created >= begun]


def _plain(body: str | None) -> str:
    """Without the spaces: a carrier trims them, and puts words of its own before those of a trial account."""
    return "".join((body or "").split())


def told(error: Exception, what: str) -> CarrierError:
    """Say in our words why the carrier did not do what it was asked."""
    if isinstance(error, TwilioRestException) and error.status < LEAST_UNSURE:
        code = error.code or error.status
        return CarrierError(f"the carrier refused {what}: error {code}", code, is_final=code in FINAL)
    return CarrierError(f"the carrier did not answer: {type(error).__name__}")
