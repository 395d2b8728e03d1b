"""How long texts take to hear before their placeholders are filled, and whether they name a key."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from ivr.flow.graph import Flow
from ivr.flow.words import Part, Text, plain
from ivr.spoken import samples, say

KEY: Mapping[str, re.Pattern[str]] = {
    "mandarin": re.compile("按(?:[0-9]|星号|井号|零|幺|一|二|两|三|四|五|六|七|八|九)"),
    "english": re.compile(r"\bpress (?:[0-9]|star|pound|hash|one|two|three|four|five|six|seven|eight|nine|zero)\b", re.I),
}


def typical(text: Text, flow: Flow) -> str:
    """Give a text's words with a usual value in every placeholder."""
    spoken = flow.languages[text.language].spoken
    return plain(text, [_usual(hole.kind, spoken) for hole in text.holes])


def seconds(texts: Iterable[Text], flow: Flow) -> float:
    """Give how long texts take: their characters by what the language's voice says in a second."""
    return sum(len(typical(text, flow)) / flow.languages[text.language].per_second for text in texts)


def longest(parts: Iterable[Part], language: str, flow: Flow) -> float:
    """Give how long the parts of a prompt take at most: of those whose conditions ask the same thing the longest is heard."""
    heard: dict[object, float] = {}
    for part in parts:
        if language in part.texts:
            asked = part.when[0].path if len(part.when) == 1 else part.id
            heard[asked] = max(heard.get(asked, 0), seconds((part.texts[language],), flow))
    return sum(heard.values())


def until_key(text: Text, flow: Flow) -> float | None:
    """Give the seconds of a text until it tells callers to press a key; None when it does not."""
    found = KEY[flow.languages[text.language].spoken].search(typical(text, flow))
    return None if found is None else found.start() / flow.languages[text.language].per_second


@cache
def _usual(kind: str, spoken: str) -> str:
    return say(kind, samples(kind)[1], spoken)
