"""A recogniser of speech: words are understood piece by piece as they are spoken, until a pause is long enough."""

import re
from collections.abc import Callable, Iterator

from ivr.simulator.effects import Heard, Now, Sound, Steps, Wait, Words

SPEECH = frozenset({"speech"})
# What is made out at a time: a word, or two characters of Chinese.
PIECE = re.compile(r"[\u2e80-\uffef]{1,2}|[^\s\u2e80-\uffef]+")


def understand(first: Words, longest: float, silence: float, tell: Callable[[str], Steps[None]]) -> Steps[str]:
    """Hear speech out and give what was understood within the longest time; `tell` hears of it as it grows."""
    ends: float = (yield Now()) + longest
    understood = ""
    heard: Heard | None = first
    while isinstance(heard, Words):
        before = understood
        for after, words in _growing(heard, (yield Now())):
            yield Wait(max(0.0, min(after, ends) - (yield Now())), Sound.LISTENING)
            if after > ends:
                return understood
            understood = f"{before} {words}".strip()
            yield from tell(understood)
        left = ends - (yield Now())
        heard = yield Wait(min(silence, left), Sound.LISTENING, SPEECH)
    return understood


def _growing(words: Words, began: float) -> Iterator[tuple[float, str]]:
    """Give the words so far, and when they have been spoken."""
    text = words.text.strip()
    for piece in PIECE.finditer(text):
        yield began + words.seconds * piece.end() / len(text), text[: piece.end()]
