"""A browser calls a TwiML App with an access token, as an agent's desk does."""

from typing import Any

import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.rest import Client

from ivr.simulator.exchange.browser import connect
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.tokens import BadToken


def token(carrier: Any, application: str, **parameters: str) -> str:
    account, now = carrier.exchange.account, int(carrier.exchange.clock.now().timestamp())
    ((key, secret),) = account.keys.items()
    grant = VoiceGrant(outgoing_application_sid=application, outgoing_application_params=parameters)
    made = AccessToken(account.sid, key, secret, [grant], "agent_17", nbf=now, valid_until=now + 3600)
    return str(made.to_jwt())


def test_the_app_is_told_who_calls_and_what_the_browser_sends(carrier: Any, twilio: Client, application: Any) -> None:
    app = twilio.applications.create(voice_url="https://hotline.example/desk", voice_method="GET")
    application.pages["/desk"] = "<Say>hello</Say>"
    leg = connect(carrier.exchange, token(carrier, app.sid), {"ticket": "t-1"}, Inputs(read_inputs("")))
    carrier.passes(5)
    ((asked, form),) = application.heard
    assert asked == "GET /desk"
    assert (form["From"], form["Caller"], form["To"], form["Direction"]) == ("client:agent_17", "client:agent_17", "", "inbound")
    assert (form["ticket"], form["ApplicationSid"], form["CallSid"]) == ("t-1", app.sid, leg.sid)
    assert twilio.calls(leg.sid).fetch()._from == "client:agent_17"


def test_what_the_token_says_is_not_the_browsers_to_change(carrier: Any, twilio: Client, application: Any) -> None:
    app = twilio.applications.create(voice_url="https://hotline.example/desk")
    sent = {"team": "other", "ApplicationSid": "AP9", "From": "client:agent_1", "CallSid": "CA9"}
    leg = connect(carrier.exchange, token(carrier, app.sid, team="refund"), sent, Inputs(read_inputs("")))
    carrier.passes(5)
    (form,) = application.of("/desk")
    assert (form["team"], form["ApplicationSid"], form["From"], form["CallSid"]) == ("refund", app.sid, "client:agent_17", leg.sid)


def test_an_app_that_is_not_there_answers_nobody(carrier: Any, twilio: Client) -> None:
    silent = twilio.applications.create(friendly_name="no address")
    for sid in ("AP9", silent.sid):
        with pytest.raises(BadToken) as refused:
            connect(carrier.exchange, token(carrier, sid), {}, Inputs(read_inputs("")))
        assert refused.value.code == 21218


def test_a_token_that_has_expired_lets_nobody_call(carrier: Any, twilio: Client) -> None:
    app = twilio.applications.create(voice_url="https://hotline.example/desk")
    made = token(carrier, app.sid)
    carrier.passes(3600)
    with pytest.raises(BadToken) as refused:
        connect(carrier.exchange, made, {}, Inputs(read_inputs("")))
    assert refused.value.code == 20104
