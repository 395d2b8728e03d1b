"""Access tokens, by which a browser may call a TwiML App. https://www.twilio.com/docs/iam/access-tokens"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt

from ivr.simulator.office.account import Account

LONGEST_LIFE = 86400.0


class BadToken(Exception):
    """Why a token is refused, with Twilio's code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class VoiceGrant:
    """Who may call, and which TwiML App with which parameters; `takes_calls` where it may be rung."""

    identity: str
    application: str | None
    parameters: Mapping[str, str] = field(default_factory=dict)
    takes_calls: bool = False


def read_token(token: str, account: Account, now: datetime) -> VoiceGrant:
    """Read a token signed with the secret of one of the account's API keys; raises BadToken."""
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise BadToken(20101, f"Invalid Access Token: {error}") from error
    if (header.get("alg"), header.get("cty")) != ("HS256", "twilio-fpa;v=1"):
        raise BadToken(20102, "Invalid Access Token header: it should be HS256 and twilio-fpa;v=1")
    secret = account.keys.get(str(claims.get("iss")))
    if secret is None or claims.get("sub") != account.sid:
        raise BadToken(20103, "Invalid Access Token issuer/subject: it should be an API key of this account, and the account")
    try:
        jwt.decode(token, secret, ["HS256"], options={"verify_exp": False, "verify_nbf": False})
    except jwt.PyJWTError as error:
        raise BadToken(20107, f"Invalid Access Token signature: {error}") from error
    _hold_to_time(claims, now.timestamp())
    return _grant(claims)


def _hold_to_time(claims: Mapping[str, Any], now: float) -> None:
    ends, starts = claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(ends, int) or ends <= now:
        raise BadToken(20104, "Access Token expired or expiration date invalid")
    if not isinstance(starts, int) or starts > now:
        raise BadToken(20105, "Access Token not yet valid")
    if ends - max(starts, now) > LONGEST_LIFE:
        raise BadToken(20157, "Expiration Time in the Access Token Exceeds Maximum Time Allowed")


def _grant(claims: Mapping[str, Any]) -> VoiceGrant:
    grants = claims.get("grants")
    voice = grants.get("voice") if isinstance(grants, dict) else None
    if not isinstance(grants, dict) or not isinstance(voice, dict) or not grants.get("identity"):
        raise BadToken(20106, "Invalid Access Token grants: it should have an identity and a voice grant")
    outgoing = voice.get("outgoing", {})
    takes_calls = voice.get("incoming", {}).get("allow") is True
    return VoiceGrant(grants["identity"], outgoing.get("application_sid"), outgoing.get("params", {}), takes_calls)
