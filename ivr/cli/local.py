"""Settings for one machine: random secrets, kept in var/ so that a second start can read what the first one wrote."""

import os
import secrets
from pathlib import Path

from ivr.config import Config, read

FOLDER = Path("var")


def environment(base_url: str) -> dict[str, str]:
    """Give the environment of a local service: what is set stays, secrets that are missing are made and kept."""
    FOLDER.mkdir(exist_ok=True)
    made = {"SECRET_KEY": _kept("secret_key"), "TWILIO_AUTH_TOKEN": _kept("twilio_auth_token")}
    return {"BASE_URL": base_url, **made, **os.environ}


def settings() -> Config:
    """Read the settings. Where `ivr serve` has run, what is not set is as that service has it."""
    if (FOLDER / "secret_key").exists():
        os.environ.update(environment("http://127.0.0.1:8000"))
    return read()


def _kept(name: str) -> str:
    file = FOLDER / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text().strip()
