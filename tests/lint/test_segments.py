"""Segments are counted as the simulated carrier counts them, which has a table of its own."""

import pytest

from ivr.lint.segments import segments
from ivr.simulator.office import segments as carrier

EDGES = {
    "a" * 160: 1, "a" * 161: 2, "a" * 306: 2, "a" * 307: 3, "[" * 80: 1, "[" * 81: 2, "a" * 152 + "[" * 8: 2, "字" * 70: 1,
    "字" * 71: 2, "字" * 134: 2, "字" * 135: 3, "a" * 70 + "’": 2, "😀" * 35: 1, "😀" * 36: 2, "": 1,
}  # fmt: skip


@pytest.mark.parametrize(("text", "count"), EDGES.items(), ids=[f"{text[:1]}{len(text)}" for text in EDGES])
def test_a_text_takes_so_many(text, count):
    assert segments(text) == count == carrier.segments(text)
