"""Readers of what callers may say: phrases per language."""

import re
from collections.abc import Iterable, Iterator

from ivr.compiler.shape import Spot
from ivr.compiler.source import Row, Scalar, Value
from ivr.compiler.texts import unknown_language
from ivr.flow.fields import Words

LONGEST_PHRASE = 100
SPEAKABLE = re.compile(r"\w")
WIDE_COMMA = re.compile("[，、]")


def read_words(spot: Spot) -> Words:
    """Read phrases per language."""
    return phrases_in(spot, spot.table("{zh: [...], en: [...]}"))


def phrases_in(spot: Spot, spots: Iterator[Spot]) -> dict[str, tuple[str, ...]]:
    """Read the phrases of each language."""
    phrases = {}
    for each in spots:
        if each.key not in spot.book.languages:
            raise unknown_language(each)
        phrases[each.key] = tuple(_phrases(each, each.value.items)) if isinstance(each.value, Row) else (_phrase(each),)
    return phrases


def _phrases(spot: Spot, items: Iterable[Value]) -> Iterator[str]:
    """Read the phrases of a list. There are more of them than of all else: only one that is wrong is looked at for its place."""
    for place, item in enumerate(items):
        text = item.text.strip() if isinstance(item, Scalar) else ""
        yield text if _can_be_said(text) else _phrase(spot.down(place, item))


def _can_be_said(text: str) -> bool:
    return len(text) <= LONGEST_PHRASE and SPEAKABLE.search(text) is not None and WIDE_COMMA.search(text) is None


def _phrase(spot: Spot) -> str:
    text = spot.text().strip()
    if comma := WIDE_COMMA.search(text):
        what = f'"{comma[0]}" does not separate phrases, so this is one long phrase'
        raise spot.refuse("phrase", what, "Separate phrases with a plain comma, in brackets: [one, another].", quoting=comma[0])
    if not _can_be_said(text):
        fix = f"Write words, at most {LONGEST_PHRASE} characters."
        raise spot.refuse("phrase", f'"{text[:20]}" is not a phrase a caller would say', fix)
    return text
