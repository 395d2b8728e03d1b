"""Problems in the forms that programs read, and edits in the files they stand in."""

import json

import pytest

from ivr.compiler.problems import Problem
from ivr.lint.mend import mend
from ivr.lint.output import as_github, as_json

FOUND = Problem("menus/a,b.yaml", 3, 5, "50% of callers\nget lost", 'Say "more: 1".', "too-deep", "source", 4, "warning")


def test_github_is_told_by_a_command_with_its_signs_escaped() -> None:
    said = '::warning file=menus/a%2Cb.yaml,line=3,col=5,endColumn=9,title=too-deep::50%25 of callers%0Aget lost. Say "more: 1".'
    assert as_github([FOUND]) == said


def test_programs_are_given_all_that_people_are() -> None:
    assert json.loads(as_json([FOUND])) == [
        {
            "file": "menus/a,b.yaml",
            "line": 3,
            "column": 5,
            "width": 4,
            "level": "warning",
            "rule": "too-deep",
            "what": "50% of callers\nget lost",
            "fix": 'Say "more: 1".',
        }
    ]


def edit(line: int, column: int, width: int, becomes: str | None) -> Problem:
    return Problem("a.yaml", line, column, "", "", "", width=width, edit=becomes)


EDITS = [
    ("one two\r\nthree\r\n", [edit(2, 1, 5, "3"), edit(1, 5, 3, "2")], "one 2\r\n3\r\n"),
    ("两位　数", [edit(1, 3, 1, "")], "两位数"),
    ("one two", [edit(1, 1, 3, "1"), edit(1, 1, 3, "1")], "1 two"),
    ("one two", [edit(1, 1, 7, "x"), edit(1, 5, 3, "2")], "one 2"),
    ("one two", [edit(1, 1, 3, None)], "one two"),
]


@pytest.mark.parametrize(("text", "problems", "mended"), EDITS)
def test_only_the_words_pointed_at_are_changed(text: str, problems: list[Problem], mended: str) -> None:
    assert mend(text, problems) == mended
