"""Finds the listed phrase a caller meant: the whole of it, then the longest one said in passing, then the likest.

What to do with a likeness, or with a careful option, is for the asker: a match only says how it was made.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from ivr.speech.negation import are_opposed, corrected, is_refusal, is_refused
from ivr.speech.sound import MANDARIN, Sound, hear, normalise

FLOOR_MANDARIN, FLOOR_WORDS = 70.0, 80.0
"""Likeness out of 100 below which nothing was meant: one wrong character in four passes, "bank" for "back" does not."""

CLEAR_LEAD = 5.0
"""How much liker than another option's likest phrase the best must be."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a caller may say for an option or a universal word; careful ones want more than a likeness."""

    key: str
    text: str
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The key a caller meant. The score is likeness from 0 to 1, and 1 whenever the whole phrase was said."""

    key: str
    how: Literal["exact", "contained", "similar"]
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found inside what was heard, from start to end."""

    start: int
    end: int
    text: str


class Phrases:
    """The phrases of one question in one language, prepared once and matched many times.

    Of two phrases that sound the same the first one listed counts.
    """

    __slots__ = ("_keys", "_language", "_refusals", "_space")

    def __init__(self, phrases: Iterable[Phrase], language: str) -> None:
        self._language = language
        self._space = "" if language == MANDARIN else " "
        self._keys: dict[str, str] = {}
        for phrase in phrases:
            self._keys.setdefault(normalise(phrase.text, language), phrase.key)
        self._keys.pop("", None)
        self._refusals = frozenset(text for text in self._keys if is_refusal(text, language))

    @property
    def listed(self) -> Mapping[str, str]:
        """Each phrase as it sounds, and the key it means."""
        return self._keys

    def match(self, heard: str) -> Match | None:
        """Say which key was meant, or None when nothing was, or when two keys were meant equally.

        A phrase right after a negation is never taken, unless the longer phrase with the negation is listed too, or it
        puts right what was misunderstood: "no, refund".
        """
        sound = hear(heard, self._language)
        if sound.text in self._keys:
            return Match(self._keys[sound.text], "exact", 1.0)
        hits = self._accepted(sound)
        return self._longest(hits) if hits else self._likest(sound.text)

    def _accepted(self, sound: Sound) -> list[Hit]:
        """Leave out what is refused and what begins inside it: 别马上冻结账户 refuses 冻结账户 too."""
        accepted: list[Hit] = []
        refused_until = 0
        for hit in sorted(self._hits(sound.text), key=lambda hit: (hit.start, -hit.end)):
            if hit.text in self._refusals:
                accepted.append(hit)
            elif hit.start < refused_until or self._is_refused(sound, hit):
                refused_until = max(refused_until, hit.end)
            else:
                accepted.append(hit)
        return accepted

    def _is_refused(self, sound: Sound, hit: Hit) -> bool:
        """A correction is no refusal, unless the refusal before it is itself an answer here."""
        if not is_refused(sound, hit.start, self._language):
            return False
        refusal = corrected(sound, hit.start, hit.text, self._language)
        return refusal is None or refusal in self._keys

    def _hits(self, heard: str) -> Iterator[Hit]:
        padded = f"{self._space}{heard}{self._space}"
        for text in self._keys:
            if self._language == MANDARIN and len(text) == 1:
                continue  # 是 and 不 are in half of all sentences: alone they count only when alone
            wanted = f"{self._space}{text}{self._space}"
            at = padded.find(wanted)
            while at >= 0:
                yield Hit(at, at + len(text), text)
                at = padded.find(wanted, at + 1)

    def _longest(self, hits: list[Hit]) -> Match | None:
        most = max(self._length(hit.text) for hit in hits)
        keys = {self._keys[hit.text] for hit in hits if self._length(hit.text) == most}
        return Match(keys.pop(), "contained", 1.0) if len(keys) == 1 else None

    def _length(self, text: str) -> int:
        """Count characters of Mandarin, words of any other language: neither "refund" nor "payment" is the longer."""
        return len(text) if self._language == MANDARIN else text.count(" ") + 1

    def _likest(self, heard: str) -> Match | None:
        floor = FLOOR_MANDARIN if self._language == MANDARIN else FLOOR_WORDS
        found = process.extract(heard, list(self._keys), scorer=fuzz.ratio, score_cutoff=floor, limit=None)
        likes = [(self._keys[text], score) for text, score, _ in found if not are_opposed(heard, text, self._language)]
        if not likes:
            return None
        key, best = likes[0]
        rival = next((score for other, score in likes if other != key), 0.0)
        return Match(key, "similar", best / 100) if best - rival >= CLEAR_LEAD else None
