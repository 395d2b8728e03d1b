"""What is wrong in a menu, said as a colleague would: where, what, what to do, which rule."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

Route = tuple[str | int, ...]
"""The way to a place: the file's name, then keys and list positions."""
Level = Literal["error", "warning", "info"]
"""How bad: an error or a warning is to be mended, an info is to be thought about."""

LIKENESS = 66
"""Out of 100, for a name to be guessed."""
MOST_LISTED = 12
WIDEST = 140
"""Characters shown of a line before and after the place."""


class Mark(NamedTuple):
    """A place in a file, counted from 1 in characters, and how many of them it takes."""

    line: int
    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong at a route; `on_key` points at the route's last key, `quoting` at words inside its value.

    `edit` is what the words quoted become, where that is certain; `skip` is how often the same words stand before those meant.
    """

    route: Route
    what: str
    fix: str
    on_key: bool = False
    rule: str = ""
    quoting: str = ""
    level: Level | None = None
    edit: str | None = None
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a line and column. `str()` is what its author reads."""

    file: str
    line: int
    column: int
    what: str
    fix: str
    rule: str
    source_line: str = ""
    width: int = 1
    level: Level = "error"
    edit: str | None = None

    def __str__(self) -> str:
        rule = self.rule if self.level == "error" else f"{self.rule}, {self.level}"
        said = f"{self.file}:{self.line}:{self.column}: {self.what}. {self.fix} [{rule}]"
        return f"{said}\n{self._shown()}" if self.source_line.strip() else said

    def _shown(self) -> str:
        """Show the line with a caret; a Chinese character is as wide as two of them."""
        gutter = f"{self.line} | "
        before, after = self.source_line[: self.column - 1], self.source_line[self.column - 1 :]
        if len(before) > WIDEST:
            before = f"...{before[-WIDEST // 2 :]}"
        if len(after) > WIDEST:
            after = f"{after[:WIDEST]}..."
        indent = "".join(letter if letter == "\t" else " " * columns(letter) for letter in before)
        carets = "^" + "~" * (max(1, sum(map(columns, after[: self.width]))) - 1)
        margin = " " * (len(gutter) - 2) + "| "
        return f"{gutter}{before}{after}\n{margin}{indent}{carets}"


def columns(letter: str) -> int:
    """Give the columns a character takes on a terminal."""
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by place, and drop what is said twice of one place."""
    unique = {(problem.file, problem.line, problem.column, problem.what): problem for problem in problems}
    return [unique[key] for key in sorted(unique)]


def nearest(wrong: str, right: Iterable[str]) -> str | None:
    """Give the name that is most like a wrong one, if any is."""
    found = process.extractOne(wrong, sorted(set(right)), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return found[0] if found else None


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """Guess what was meant; when nothing is near, list what there is."""
    names = sorted(set(right))
    if near := nearest(wrong, names):
        return f'Did you mean "{near}"?'
    if not names:
        return "There are none yet."
    listed = ", ".join(names[:MOST_LISTED])
    return f"There are: {listed}{' and more' if len(names) > MOST_LISTED else ''}."
