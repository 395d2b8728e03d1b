"""Mends what can be mended for certain: the words a problem points at become those it says."""

from collections.abc import Iterable

from ivr.compiler.problems import Problem
from ivr.compiler.source import LINE_END


def mend(text: str, problems: Iterable[Problem]) -> str:
    """Give a file's text with the edits of its problems, from its end to its beginning; of two that overlap the later one."""
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    edits = {(starts[each.line - 1] + each.column - 1, each.width, each.edit) for each in problems if each.edit is not None}
    before = len(text)
    for start, width, edit in sorted(edits, reverse=True):
        if start + width <= before:
            text = text[:start] + edit + text[start + width :]
            before = start
    return text
