"""Settings: environment variables read once into one frozen object. A missing or wrong one stops the start by its name."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ivr.errors import ConfigError

SECRET_LENGTH = 16


class Config(BaseSettings):
    """What an installation decides. Names in the environment are the field names in capitals."""

    model_config = SettingsConfigDict(frozen=True, case_sensitive=False)

    twilio_auth_token: SecretStr = Field(description="the account's primary auth token; it signs every request")
    secret_key: SecretStr = Field(description=f"the key that seals callers' numbers: at least {SECRET_LENGTH} random characters")
    base_url: str = Field(description="the address the carrier calls, such as https://ivr.example.com")
    database_url: str = Field(
        "sqlite:///var/ivr.db", description="where calls are kept, sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE", repr=False
    )
    menus: Path = Field(Path("menus"), description="the folder of menu files")
    durability: Literal["process", "full"] = Field(
        "process", description="what a kept turn survives; full: also loss of power, as with PostgreSQL anyway"
    )
    emergency_number: str = Field("", description="the number dialled when nothing else works; empty: the overflow queue")
    metrics_token: SecretStr = Field(SecretStr(""), description="the bearer token that opens /metrics; empty: nobody can read it")

    wallet_url: str = Field(
        "", description="the address of the wallet, such as https://wallet.example.com; empty: nothing can be looked up or done there"
    )
    wallet_key: SecretStr = Field(SecretStr(""), description="the bearer key that the wallet knows the hotline by")
    twilio_account_sid: str = Field("", description="the account that texts are sent from, AC and 32 more; empty: no texts are sent")
    twilio_api_base: str = Field("https://api.twilio.com", description="the address of the carrier's REST API")
    twilio_api_key: str = Field("", description="the API key by which agents' browsers may call, SK and 32 more; empty: none does")
    twilio_api_secret: SecretStr = Field(SecretStr(""), description="the secret of that key")
    twilio_app_sid: str = Field("", description="the TwiML App they call, AP and 32 more; its voice URL is /voice/agent/join")
    callback_from: str = Field(
        "", description="the number of ours that rings agents, and callers who are called back, such as +8610000000; empty: nobody is rung"
    )
    calls_per_second: float = Field(1.0, gt=0, le=100, description="how many calls a second the account may begin")
    callback_first: Literal["agent", "customer"] = Field(
        "agent", description="who is called first for a callback: agent, or customer, who then waits for one in their place in line"
    )
    texts_from: str = Field("", description="the number, name or messaging service that texts come from, such as +8610000000")
    recordings: str = Field("", description="the folder that recordings are kept in, sealed; empty: they stay at the carrier")
    recordings_at_carrier: Literal["keep", "delete"] = Field(
        "keep", description="what becomes of the carrier's copy of a recording that is in the folder, hours after"
    )
    verify_service_sid: str = Field(
        "", description="the Verify service that texts and compares one-time codes of six digits, VA and 32 more; empty: they are our own"
    )

    @field_validator("twilio_auth_token", "secret_key")
    @classmethod
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value().strip()) < SECRET_LENGTH:
            raise ValueError(f"is shorter than {SECRET_LENGTH} characters")
        return value

    @field_validator("emergency_number")
    @classmethod
    def _can_be_dialled(cls, value: str) -> str:
        if value and not (value.removeprefix("+").isdecimal() and value.isascii()):
            raise ValueError("is not a number that can be dialled, such as +8610000000")
        return value

    @field_validator("base_url")
    @classmethod
    def _has_no_path(cls, value: str) -> str:
        scheme, _, host = value.partition("://")
        if scheme not in ("http", "https") or not host or "/" in host.rstrip("/"):
            raise ValueError("is not a scheme and a host, such as https://ivr.example.com")
        return value.rstrip("/")

    @field_validator("wallet_url")
    @classmethod
    def _can_be_asked(cls, value: str) -> str:
        scheme, _, host = value.partition("://")
        if value and (scheme not in ("http", "https") or not host.strip("/")):
            raise ValueError("is not a scheme and a host, such as https://wallet.example.com")
        return value.rstrip("/")

    @field_validator("verify_service_sid")
    @classmethod
    def _is_a_service(cls, value: str) -> str:
        if value and not re.fullmatch("VA[0-9a-fA-F]{32}", value):
            raise ValueError("is not the SID of a Verify service, VA and 32 hexadecimal digits")
        return value

    @model_validator(mode="after")
    def _verify_has_an_account(self) -> "Config":
        if self.verify_service_sid and not self.twilio_account_sid:
            raise ConfigError("TWILIO_ACCOUNT_SID is missing. It is the account that the Verify service VERIFY_SERVICE_SID belongs to.")
        return self

    @model_validator(mode="after")
    def _recordings_have_an_account(self) -> "Config":
        if self.recordings and not self.twilio_account_sid:
            raise ConfigError("TWILIO_ACCOUNT_SID is missing. It is the account whose recordings are kept in the folder RECORDINGS.")
        return self

    @model_validator(mode="after")
    def _wallet_knows_us(self) -> "Config":
        if self.wallet_url and not self.wallet_key.get_secret_value():
            raise ConfigError("WALLET_KEY is missing. It is the bearer key that the wallet at WALLET_URL knows the hotline by.")
        return self


def load() -> Config:
    """Read the settings of a production start; every missing or wrong one is named, and the address must be https."""
    config = read()
    if not config.base_url.startswith("https://"):
        raise ConfigError("BASE_URL must begin with https://: the carrier's signature is only as safe as the line it comes over.")
    return config


def read() -> Config:
    """Read the settings without asking for https: for one machine, where the simulated carrier calls."""
    try:
        return Config()
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(str(each["loc"][0]), each["msg"], each["input"]) for each in error.errors())) from None


def _explain(name: str, message: str, given: object) -> str:
    what = Config.model_fields[name.lower()].description
    message = message.replace("Input should be", f'"{given}" should be')  # of choices and numbers only: no secret is either
    return f"{name.upper()}: {message.removeprefix('Value error, ')}. It is {what}."
