"""Access tokens made by Twilio's own package, and what is wrong with others, in Twilio's codes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import ChatGrant, VoiceGrant

from ivr.simulator.office import tokens
from ivr.simulator.office.account import Account
from ivr.simulator.office.tokens import BadToken, read_token

AC, KEY, APP = "AC" + "1" * 32, "SK" + "2" * 32, "AP" + "3" * 32
SECRET = "a secret of at least thirty-two bytes"
ACCOUNT = Account(AC, "primary", {KEY: SECRET})
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECOND = int(NOW.timestamp())


def token(**changes: Any) -> str:
    settings: dict[str, Any] = {
        "account_sid": AC,
        "signing_key_sid": KEY,
        "secret": SECRET,
        "grants": [VoiceGrant(outgoing_application_sid=APP, outgoing_application_params={"ticket": "t"})],
        "identity": "agent_17",
        "nbf": SECOND,
        "valid_until": SECOND + 3600,
    }
    return str(AccessToken(**(settings | changes)).to_jwt())


def test_a_token_tells_who_calls_and_which_application() -> None:
    assert read_token(token(), ACCOUNT, NOW) == tokens.VoiceGrant("agent_17", APP, {"ticket": "t"}, False)


def test_a_token_may_let_a_client_be_rung() -> None:
    grants = [VoiceGrant(incoming_allow=True)]
    assert read_token(token(grants=grants), ACCOUNT, NOW) == tokens.VoiceGrant("agent_17", None, {}, True)


def plain(**changes: Any) -> str:
    header = {"cty": "twilio-fpa;v=1"} | changes.pop("header", {})
    claims = {"iss": KEY, "sub": AC, "exp": SECOND + 60, "grants": {"identity": "x", "voice": {}}}
    return jwt.encode(claims | changes, SECRET, changes.pop("algorithm", "HS256"), headers=header)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: "nonsense", 20101),
        (lambda: plain(header={"cty": "other"}), 20102),
        (lambda: jwt.encode({"iss": KEY, "sub": AC}, "", "none", headers={"cty": "twilio-fpa;v=1"}), 20102),
        (lambda: token(signing_key_sid="SK9"), 20103),
        (lambda: token(account_sid="AC9"), 20103),
        (lambda: token(valid_until=SECOND), 20104),
        (lambda: plain(exp="soon"), 20104),
        (lambda: plain(nbf="later"), 20105),
        (lambda: token(nbf=SECOND + 1), 20105),
        (lambda: token(identity=None), 20106),
        (lambda: token(grants=[ChatGrant("IS1")]), 20106),
        (lambda: plain(grants=[]), 20106),
        (lambda: token(secret=SECRET + "?"), 20107),
        (lambda: token(valid_until=SECOND + 86401), 20157),
    ],
)
def test_a_token_that_is_not_good_is_refused(made: Callable[[], str], code: int) -> None:
    with pytest.raises(BadToken) as refused:
        read_token(made(), ACCOUNT, NOW)
    assert refused.value.code == code
