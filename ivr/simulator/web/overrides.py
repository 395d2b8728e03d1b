"""Connection overrides in a URL's fragment: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag

RANGES = {"ct": (100, 10000), "rt": (100, 15000), "tt": (100, 15000), "rc": (0, 5)}
NAMES = {"ct": "connect_ms", "rt": "read_ms", "tt": "total_ms", "rc": "retries"}
REASONS = frozenset({"4xx", "5xx", "ct", "rt"})


class BadOverride(ValueError):
    """The fragment asks for something Twilio does not offer."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """How one request is tried."""

    connect_ms: int = 5000
    read_ms: int = 15000
    total_ms: int = 15000
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})


@lru_cache(maxsize=1024)
def split(url: str) -> tuple[str, Overrides]:
    """Part a URL from the overrides in its fragment, which is never sent."""
    bare, fragment = urldefrag(url)
    wanted = Overrides()
    for pair in filter(None, fragment.split("&")):
        key, _, value = pair.partition("=")
        wanted = replace(wanted, **_read(key, value))
    return bare, wanted


def _read(key: str, value: str) -> dict[str, Any]:
    match key:
        case "ct" | "rt" | "tt" | "rc":
            low, high = RANGES[key]
            if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
                raise BadOverride(f"{key}={value} should be a whole number from {low} to {high}")
            return {NAMES[key]: int(value)}
        case "rp":
            reasons = frozenset(value.split(","))
            if not reasons <= REASONS | {"all"}:
                raise BadOverride(f"rp={value} should list some of 4xx 5xx ct rt all")
            return {"retry_on": REASONS if "all" in reasons else reasons}
        case "sni" | "e":
            return {}
        case _:
            raise BadOverride(f"{key!r} is not a connection override")
