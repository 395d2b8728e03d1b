"""A call from a browser, as Twilio's voice SDK makes it: an access token says who calls, and which TwiML App answers."""

from collections.abc import Mapping

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.tokens import BadToken, read_token
from ivr.simulator.people.person import Person


def connect(exchange: Exchange, token: str, parameters: Mapping[str, str], person: Person) -> Leg:
    """Let a browser call with its token; what it sends along is its own word, unless the token says otherwise. Raises BadToken."""
    grant = read_token(token, exchange.account, exchange.clock.now())
    application = exchange.account.applications.get(grant.application or "")
    if application is None or not application.answers.url:
        raise BadToken(21218, f"Invalid ApplicationSid: {grant.application}")
    caller = f"client:{grant.identity}"
    sent = {**parameters, **grant.parameters, "ApplicationSid": application.sid}
    known = exchange.handsets.known.get(caller)
    return exchange.ring(application.answers, person, caller, "", name=known.name if known else caller, parameters=sent)
