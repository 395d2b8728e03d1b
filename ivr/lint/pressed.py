"""The keys a text tells callers to press, and in which words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

KEYS: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile(
        r"(?:按(?:下|数字)?|(?<=键)[、和或](?:者|按)?|(?<=[0-9])(?:[、和或](?:者|按)?|再按))"
        r"([0-9](?![0-9])|星号键?|米字键?|[*＊]键?|井号键?|井字键?|[#＃]键?)"
    ),
    "english": re.compile(
        r"(?:\bpress(?:ing)?(?: the)?(?: key)?|(?<=[0-9]),?(?: or| then| and)|\bpound,? or|\bstar,? or) "
        r"([0-9](?!\s?[0-9])|star\b|asterisk\b|\*|pound\b|hash\b|#)",
        re.IGNORECASE,
    ),
}
STAR, POUND = ("星", "米", "*", "＊", "star", "asterisk"), ("井", "#", "＃", "pound", "hash")
MEANT = dict.fromkeys(STAR, "*") | dict.fromkeys(POUND, "#")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key as a text names it: `words`, from `start` to `end`."""

    key: str
    words: str
    start: int
    end: int


def names_keys(text: str) -> bool:
    """Tell quickly whether a text may name any key."""
    return "按" in text or "ress" in text


def pressed(text: str, spoken: str) -> Iterator[Pressed]:
    """Give the keys named in a text of a language of `ivr.spoken`, in order."""
    for found in KEYS[spoken].finditer(text):
        words = found[1]
        key = words if words.isdecimal() else MEANT.get(words.lower()) or MEANT[words[0]]
        yield Pressed(key, words, found.start(1), found.end(1))
