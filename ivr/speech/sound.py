"""How words sound: text brought to one form, so that phrases and what was heard can be compared letter by letter.

Mandarin loses spaces and punctuation, any other language keeps single spaces between lower-case words. Phrases and
heard words lose the same fillers: 我要投诉 and 投诉 are one phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from opencc import OpenCC

MANDARIN = "mandarin"

BREAK = "\n"
"""Marks where punctuation is followed by a subject of its own, as in 不，我要退款: a refusal before it ends there."""

MISHEARD = {
    "解风": "解封",
    "结封": "解封",
    "动结": "冻结",
    "冻节": "冻结",
    "倒账": "到账",
    "推款": "退款",
    "从听": "重听",
    "人功": "人工",
}
MISHEARD_WORDS = re.compile("|".join(MISHEARD))
FILLERS = re.compile("我想|我要|帮我|请问|那个|麻烦|嗯|呃")
GAPS = re.compile(r"[\W_]+(我)?")
STOP = re.compile("[,.;:!?、。…]")
MOST_STOPS = 20
"""Stops looked at: nobody says more clauses to a menu, and whatever text arrives is heard quickly."""

CONTRACTIONS = (
    (re.compile(r"\bdo not\b"), "dont"),
    (re.compile(r"\bcan ?not\b"), "cant"),
    (re.compile(r"\bi am\b"), "im"),
)
ENGLISH_FILLERS = re.compile(r"\b(?:um+|uh+|er|hmm+|i want to|i would like to|id like to|i need to|can you|could you)\b")
ENGLISH_GAPS = re.compile(r"[\W_]+(?:(i|im|id|my|can|could)\b)?")
APOSTROPHES = re.compile(r"['’‘`]")


@dataclass(frozen=True, slots=True)
class Sound:
    """Text in its compared form; where in it a clause with its own subject begins, and where any does after punctuation."""

    text: str
    breaks: frozenset[int] = frozenset()
    stops: frozenset[int] = frozenset()


def normalise(text: str, language: str) -> str:
    """Bring text to the form in which it is compared. Fillers alone stay as they are."""
    return hear(text, language).text


def hear(text: str, language: str) -> Sound:
    """Bring text to its compared form and keep where its clauses begin."""
    plain = unicodedata.normalize("NFKC", text).lower()
    sound = _hear_plain(plain, language)
    return Sound(sound.text, sound.breaks, frozenset(_stops(plain, sound, language)))


def _hear_plain(plain: str, language: str) -> Sound:
    return _hear_mandarin(plain) if language == MANDARIN else _hear_words(plain)


def _stops(plain: str, sound: Sound, language: str) -> Iterator[int]:
    """Give where clauses begin: after as much of the sound as what stands before a comma or stop sounds by itself."""
    space = "" if language == MANDARIN else " "
    for found in islice(STOP.finditer(plain), MOST_STOPS):
        before = _hear_plain(plain[: found.start()], language).text + space
        if before != space and sound.text.startswith(before):
            yield len(before)


def _hear_mandarin(text: str) -> Sound:
    joined = _simplified(GAPS.sub(_mandarin_gap, text)).replace("帐", "账")
    whole = MISHEARD_WORDS.sub(lambda found: MISHEARD[found[0]], joined)
    return _join(FILLERS.sub("", whole).split(BREAK), "") or _join(whole.split(BREAK), "") or Sound("")


def _mandarin_gap(found: re.Match[str]) -> str:
    subject = found[1] or ""
    return BREAK + subject if subject and _has_punctuation(found[0]) else subject


def _hear_words(text: str) -> Sound:
    whole = ENGLISH_GAPS.sub(_english_gap, APOSTROPHES.sub("", text))
    for long, short in CONTRACTIONS:
        whole = long.sub(short, whole)
    return _join(ENGLISH_FILLERS.sub("", whole).split(BREAK), " ") or _join(whole.split(BREAK), " ") or Sound("")


def _english_gap(found: re.Match[str]) -> str:
    subject = found[1] or ""
    return f" {BREAK} {subject}" if subject and _has_punctuation(found[0]) else f" {subject}"


def _has_punctuation(gap: str) -> bool:
    return any(unicodedata.category(letter)[0] == "P" for letter in gap)


def _join(clauses: list[str], space: str) -> Sound | None:
    text, breaks = "", set()
    for clause in clauses:
        words = space.join(clause.split())
        if text and words:
            text += space
            breaks.add(len(text))
        text += words
    return Sound(text, frozenset(breaks)) if text else None


def _simplified(text: str) -> str:
    return text if text.isascii() else str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")
