"""Settings that let the service start, and are wrong all the same."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ivr.cli.doctor.finding import Finding, Installation

TOKEN = re.compile(r"[0-9a-f]{32}")
"""What the carrier's auth tokens look like."""
THIS_MACHINE = ("http://127.0.0.1", "http://localhost")
LEAST_DIFFERENT = 8
"""Characters of a key that differ: a random one of 16 hexadecimal digits has 10 on average, a made-up one repeats itself."""


def secrets(at: Installation) -> Iterator[Finding]:
    """The key is random, and the token is one."""
    if len(set(at.config.secret_key.get_secret_value())) < LEAST_DIFFERENT:
        do = "Make one with `openssl rand -hex 32`; what was sealed with the old one will not open any more."
        yield Finding("SECRET_KEY is easy to guess: it repeats a few characters.", do)
    if not TOKEN.fullmatch(at.config.twilio_auth_token.get_secret_value()):
        what = "TWILIO_AUTH_TOKEN is no auth token: those are 32 hexadecimal digits."
        yield Finding(what, "Copy the account's primary auth token from the carrier's console.")


def address(at: Installation) -> Iterator[Finding]:
    """The carrier reaches us over a line that nobody else reads."""
    if not at.config.base_url.startswith("https://"):
        what = f"BASE_URL is {at.config.base_url}, and what comes over http can be read and changed on its way."
        yield Finding(what, "Put a proxy that speaks https before the server, and write its address.")


def wallet(at: Installation) -> Iterator[Finding]:
    """There is one to ask, over a line that nobody else reads."""
    url = at.config.wallet_url
    if not url:
        what = "WALLET_URL is not set: callers are told that nothing can be looked up or done just now."
        yield Finding(what, "Write the address of the wallet, and its key as WALLET_KEY.")
    elif not url.startswith("https://") and not url.startswith(THIS_MACHINE):
        what = f"WALLET_URL is {url}, and what comes over http can be read and changed on its way."
        yield Finding(what, "Ask the wallet over https.")


def texts(at: Installation) -> Iterator[Finding]:
    """What callers are promised by text can be sent."""
    if not at.config.twilio_account_sid:
        what = "TWILIO_ACCOUNT_SID is not set: what callers are promised by text is not sent, nor are one-time codes."
        yield Finding(what, "Write the SID of the account that TWILIO_AUTH_TOKEN belongs to, and the number texts come from as TEXTS_FROM.")
    elif not at.config.texts_from:
        do = "Write the number, name or messaging service that texts come from."
        yield Finding("TEXTS_FROM is not set: `ivr worker` does not start.", do)


def recordings(at: Installation) -> Iterator[Finding]:
    """The folder that recordings are to be kept in can be written, and the carrier's are deleted only when they are kept."""
    if at.config.recordings:
        folder = Path(at.config.recordings).absolute()
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            yield Finding(f"RECORDINGS is {folder}, and {there} cannot be written.", "Name a folder that `ivr worker` may write in.")
    elif at.config.recordings_at_carrier == "delete":
        what = "RECORDINGS_AT_CARRIER is delete, and RECORDINGS is not set: nothing is fetched, so nothing is deleted there either."
        yield Finding(what, "Name the folder that recordings are to be kept in.")
