"""Reads `say_as:` of hotline.yaml: words that a voice would say wrongly, and how they are written for it."""

import re
from collections.abc import Callable, Mapping
from typing import NewType

from ivr.compiler.shape import Spot
from ivr.compiler.texts import unknown_language

SayAs = NewType("SayAs", dict[str, dict[str, str]])


def read_say_as(spot: Spot) -> SayAs:
    """Read the words of each language; from here on every spoken text is read with them. The longest word counts first."""
    found = SayAs({})
    for language in spot.table("{zh: {24小时: 二十四小时}}"):
        if language.key not in spot.book.languages:
            raise unknown_language(language)
        found[language.key] = {each.key: _said(each) for each in language.table("{24小时: 二十四小时}")}
    spot.book.say_as = {language: _replacing(words, spot.book.spoken[language]) for language, words in found.items() if words}
    return found


def _said(spot: Spot) -> str:
    text = spot.text()
    if not spot.key.strip():
        raise spot.refuse("say-as", "an empty word stands between all others", "Write the word that is said wrongly.", on_key=True)
    if re.search("[{}]", spot.key + text):
        raise spot.refuse("say-as", f'"{spot.key}" has a brace, and only plain words are said in another way', "Write words alone.")
    return text


def _replacing(words: Mapping[str, str], spoken: str) -> Callable[[str], str]:
    """Give what puts the words in place; where words stand apart, only whole ones count."""
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(longest_first if spoken == "mandarin" else rf"(?<!\w)(?:{longest_first})(?!\w)")
    return lambda text: pattern.sub(lambda found: words[found[0]], text)
