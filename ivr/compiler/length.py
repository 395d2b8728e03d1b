"""How long a text is when spoken, and how one too long is cut at its sentences."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from urllib.parse import quote

from ivr.flow.words import Hole, Piece, Text
from ivr.spoken import longest

# A Say's text may have 4500 URL-encoded characters, https://www.twilio.com/docs/api/errors/13521; some are kept in hand.
LONGEST_SAY = 4000
SENTENCE_END = re.compile(r"(?<=[。！？；])|(?<=[.!?;])(?=\s)")


@cache
def _longest_encoded(kind: str, spoken: str) -> int:
    return len(quote(longest(kind, spoken)))


def encoded(pieces: Sequence[Piece], spoken: str) -> int:
    """Give how long pieces are at most when spoken in a language of `ivr.spoken`, as the carrier counts: URL-encoded."""
    return sum(len(quote(piece)) if isinstance(piece, str) else _longest_encoded(piece.kind, spoken) for piece in pieces)


def may_be_long(text: Text) -> bool:
    """Tell quickly whether a text could be too long at all."""
    letters = sum(len(piece) if isinstance(piece, str) else 70 for piece in text.pieces)
    return letters * 12 > LONGEST_SAY


def chunks_of(text: Text, spoken: str) -> list[list[Piece]]:
    """Cut a text at sentence ends into chunks that can each be spoken at once; a chunk of one sentence may be too long."""
    chunks: list[list[Piece]] = [[]]
    for sentence in _sentences(text):
        if chunks[-1] and encoded([*chunks[-1], *sentence], spoken) > LONGEST_SAY:
            chunks.append([])
        chunks[-1] += sentence
    return chunks


def _sentences(text: Text) -> list[list[Piece]]:
    sentences: list[list[Piece]] = [[]]
    for piece in text.pieces:
        if isinstance(piece, Hole):
            sentences[-1].append(piece)
            continue
        first, *others = SENTENCE_END.split(piece)
        sentences[-1].append(first)
        sentences += ([other] for other in others)
    return [[piece for piece in sentence if piece != ""] for sentence in sentences if any(piece != "" for piece in sentence)]


def cut_into(text: Text, count: int, spoken: str) -> list[Text] | None:
    """Cut a text into exactly so many chunks; None when it has too few sentences or one is too long."""
    chunks = chunks_of(text, spoken)
    if len(chunks) < count:
        sentences = _sentences(text)
        ends = [len(sentences) * place // count for place in range(count + 1)]
        chunks = [[piece for sentence in sentences[a:b] for piece in sentence] for a, b in pairwise(ends)]
    if not all(chunks) or any(encoded(chunk, spoken) > LONGEST_SAY for chunk in chunks):
        return None
    return [Text(tuple(chunk), text.language) for chunk in chunks]
