"""What the settings name of the world outside: the wallet, Verify, tokens for browsers, the folder of recordings."""

from pathlib import Path

from ivr.config import Config
from ivr.outside.channel import Channel
from ivr.outside.tokens import TwilioTokens
from ivr.outside.verify import Verify
from ivr.outside.wallet import Wallet
from ivr.storage.vault import Vault


def find_wallet(config: Config) -> Wallet | None:
    """Give the wallet of the settings; None when they name none."""
    if not config.wallet_url:
        return None
    return Wallet(Channel(config.wallet_url, config.wallet_key.get_secret_value()))


def find_tokens(config: Config) -> TwilioTokens:
    """Give what lets agents' browsers call; it refuses where the settings are not there."""
    return TwilioTokens(config.twilio_account_sid, config.twilio_api_key, config.twilio_api_secret, config.twilio_app_sid)


def find_verify(config: Config) -> Verify | None:
    """Give the Verify service of the settings; None when they name none, and codes are our own."""
    if not config.verify_service_sid:
        return None
    token = config.twilio_auth_token.get_secret_value()
    return Verify(config.twilio_account_sid, token, config.verify_service_sid, config.twilio_api_base)


def open_vault(config: Config) -> Vault | None:
    """Give the folder of recordings of the settings; None when they name none."""
    return Vault(Path(config.recordings), config.secret_key.get_secret_value()) if config.recordings else None
