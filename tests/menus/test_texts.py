"""What the hotline texts: who it is from, no links, and no longer than it must be."""

import re

import pytest

from ivr.flow.words import Hole
from ivr.lint.segments import segments
from ivr.spoken import longest

MOST_SEGMENTS = 3
"""What one text may cost, as carriers count."""
NUMBER = "4815162340"
"""A reference, as long as all that is told as it stands."""
LINK = re.compile(r"https?:|www\.|\w/\w|\w\.(com|cn|net)\b", re.IGNORECASE)
FROM = {"zh": "【示例钱包】", "en": "[Example Wallet] "}


@pytest.fixture(scope="module")
def written(flow) -> dict[tuple[str, str], str]:
    """Give each text in each language at its longest; what an agent writes in it is as long as the agent writes."""

    def fill(piece: str | Hole, spoken: str) -> str:
        if isinstance(piece, str):
            return piece
        if piece.kind == "sentence":
            return ""
        if piece.kind == "word" and spoken == "english":
            return "x" * len(longest("word", spoken))
        return NUMBER if piece.kind == "text" else longest(piece.kind, spoken)

    return {
        (name, language): "".join(fill(piece, flow.languages[language].spoken) for piece in part.texts[language].pieces)
        for name, part in flow.texts.items()
        for language in flow.languages
    }


def test_a_text_says_whom_it_is_from(written):
    assert [key for key, body in written.items() if not body.startswith(FROM[key[1]])] == []


@pytest.mark.parametrize("body", ["see https://x.example", "tap wallet.example/pay", "www.x", "go to wallet.com now"])
def test_a_link_is_found(body):
    assert LINK.search(body)


def test_no_text_has_a_link(written):
    assert {key: body for key, body in written.items() if LINK.search(body)} == {}


def test_no_text_is_longer_than_three_segments(written):
    counted = {key: segments(body) for key, body in written.items()}
    print(f"\nsegments: {max(counted.values())} at most, {sum(counted.values()) / len(counted):.1f} on average")
    assert {key: count for key, count in counted.items() if count > MOST_SEGMENTS} == {}
