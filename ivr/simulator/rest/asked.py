"""What one request asks, as a handler reads it: SIDs of the path and parameters, refused in Twilio's codes when they are wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ivr.simulator.rest.http import Refusal, Request, not_found

NUMBER = re.compile(r"\+[1-9]\d{1,14}")
CLIENT = re.compile(r"client:\S+")
# Nothing that is counted has more digits.
LONGEST_NUMBER = 9
# What people write between the digits of a number.
BETWEEN = str.maketrans("", "", " ().-")
BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with the names that its path holds; `suffix` is what was asked for, `json` or a sound."""

    request: Request
    names: Mapping[str, str]
    suffix: str = "json"

    def __getitem__(self, name: str) -> str:
        return self.names[name]

    def missing(self) -> Refusal:
        """Refuse because what the path names is not there."""
        return not_found(self.request.path)

    def texts(self, name: str) -> Sequence[str]:
        """Give every value of a parameter that may be repeated."""
        given = self.request.query if self.request.method == "GET" else self.request.form
        return [value for key, value in given if key == name]

    def has(self, name: str) -> bool:
        return bool(self.texts(name))

    def text(self, name: str, default: str = "") -> str:
        """Give a parameter, the last when it is repeated."""
        return next(reversed(self.texts(name)), default)

    def required(self, name: str, code: int, message: str) -> str:
        """Give a parameter that may not be empty."""
        if not (value := self.text(name).strip()):
            raise Refusal(400, code, message)
        return value

    def whole(self, name: str, default: int, low: int, high: int, code: int) -> int:
        """Give a whole number within bounds."""
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and low <= int(text) <= high):
            raise Refusal(400, code, f"{name} is {text[:LONGEST_NUMBER]!r}; it should be a whole number from {low} to {high}")
        return int(text)

    def flag(self, name: str, default: bool = False) -> bool:
        """Give a boolean; both cases of its letters are taken."""
        text = self.text(name, str(default))
        if text.lower() not in BOOLEANS:
            raise Refusal(400, 20001, f"{name} is {text!r}; it should be true or false")
        return BOOLEANS[text.lower()]

    def end(self, name: str) -> str:
        """Give who is to be called or who calls; a number without what people write between its digits."""
        text = self.text(name).strip()
        bare = text.translate(BETWEEN)
        return bare if NUMBER.fullmatch(bare) else text

    def choice(self, name: str, allowed: Sequence[str], default: str, code: int = 20001) -> str:
        """Give one of the allowed words."""
        if (text := self.text(name) or default) not in allowed:
            raise Refusal(400, code, f"{name} is {text!r}; it should be {' or '.join(allowed)}")
        return text

    def words(self, name: str, allowed: frozenset[str], default: str, code: int) -> frozenset[str]:
        """Give words of a set, from a parameter that may be repeated or hold several."""
        words = frozenset(word for each in self.texts(name) for word in each.split()) or frozenset({default})
        if unknown := words - allowed:
            raise Refusal(400, code, f"{name} is {' '.join(sorted(unknown))}; it should be of {' '.join(sorted(allowed))}")
        return words

    def method(self, name: str, default: str = "POST", code: int = 21209) -> str:
        """Give an HTTP method."""
        if (text := self.text(name).upper() or default) not in ("GET", "POST"):
            raise Refusal(400, code, f"{name} is {text!r}; it should be GET or POST")
        return text

    def url(self, name: str, code: int = 21205) -> str | None:
        """Give an absolute web address, None when there is none."""
        if not (text := self.text(name).strip()):
            return None
        if not _is_address(text):
            raise Refusal(400, code, f"{name} is {text!r}; it should be an absolute URL, its host without underscores")
        return text

    def within(self, name: str, moment: datetime | None) -> bool:
        """Tell whether a moment meets the filter of that name: a day, or with `<` and `>` bounds that belong to it."""
        on, before, after = self.text(name), self.text(f"{name}<"), self.text(f"{name}>")
        if moment is None:
            return not (on or before or after)
        return not (
            (on and _cut(moment, on) != on) or (before and _cut(moment, before) > before) or (after and _cut(moment, after) < after)
        )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "_" not in str(parts.hostname)


def _cut(moment: datetime, like: str) -> str:
    """Write a moment as precisely as the filter is written; ISO dates in UTC sort as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ" if "T" in like else "%Y-%m-%d")
