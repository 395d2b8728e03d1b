"""Access tokens, by which the carrier lets a browser call us. https://www.twilio.com/docs/iam/access-tokens"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from ivr.errors import ConfigError

LIFE_SECONDS = 3600
SETTINGS = {
    "TWILIO_ACCOUNT_SID": "the account that the browsers of agents call",
    "TWILIO_API_KEY": "the API key of that account that vouches for them",
    "TWILIO_API_SECRET": "the secret of that key",
    "TWILIO_APP_SID": "the TwiML App whose voice URL is /voice/agent/join here",
}


@dataclass(frozen=True, slots=True)
class TwilioTokens:
    """Makes tokens for outgoing calls alone: no browser is ever rung."""

    account: str
    key: str
    secret: SecretStr
    app: str

    def token(self, identity: str, now: datetime) -> str:
        """Make one that holds for an hour. Raises ConfigError when a setting is missing."""
        given = (self.account, self.key, self.secret.get_secret_value(), self.app)
        for (name, what), value in zip(SETTINGS.items(), given, strict=True):
            if not value:
                raise ConfigError(f"{name} is missing. It is {what}.")
        starts, grant = int(now.timestamp()), VoiceGrant(outgoing_application_sid=self.app, incoming_allow=False)
        made = AccessToken(*given[:3], grants=[grant], identity=identity, nbf=starts, valid_until=starts + LIFE_SECONDS)
        return str(made.to_jwt())
