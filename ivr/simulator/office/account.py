"""The account that an application has with the carrier: who may use the REST API, and what is set up there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest

from ivr.simulator.office.number import Number


@dataclass(frozen=True, slots=True)
class Application:
    """A TwiML App: what answers the calls of a client, set up as a number is."""

    sid: str
    name: str
    answers: Number
    created: datetime


@dataclass(frozen=True, slots=True)
class VerifyService:
    """A service of Verify, in whose name codes are sent."""

    sid: str
    name: str
    created: datetime
    code_length: int = 6


@dataclass(frozen=True, slots=True)
class Account:
    """An account. Its token signs webhooks; the token, or the secret of an API key by SID, opens the REST API at `api`."""

    sid: str = "AC" + "0" * 32
    token: str = field(default="0" * 32, repr=False)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    api: str = "https://api.twilio.com"
    applications: dict[str, Application] = field(default_factory=dict)
    services: dict[str, VerifyService] = field(default_factory=dict)

    def lets_in(self, name: str, secret: str) -> bool:
        """Tell whether a user name and password may use the REST API."""
        known = self.token if name == self.sid else self.keys.get(name)
        return known is not None and compare_digest(known.encode(), secret.encode())
