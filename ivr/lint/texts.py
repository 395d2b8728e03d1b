"""Texts as their author wrote them, with where they stand: what the rules about words look at."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.compiler.draft import Draft
from ivr.compiler.problems import Route
from ivr.compiler.source import Row, Scalar, Table, Value

NO_TEXTS = ("languages", "say_as", "facts", "numbers", "answers", "hours", "peaks", "lint")
"""What hotline.yaml writes in languages, or not at all, that is no text of a prompt."""
PHRASES = ("words", "audio")
"""Keys whose table holds what callers say, or addresses: in languages too, and nothing that is spoken."""
HOLE = re.compile(r"\{[^{}]*\}")
CLAUSE = re.compile(r"[^，。；：！？,.;:!?\n]+")


@dataclass(frozen=True, slots=True)
class Written:
    """One text, in each language it is written in. `node` is the full name of the node it stands in, if it does."""

    route: Route
    texts: Mapping[str, str]

    @property
    def node(self) -> str | None:
        return f"{self.route[0]}.{self.route[2]}" if self.route[1:2] == ("nodes",) else None

    @property
    def spoken(self) -> bool:
        """Whether it is heard; the others are text messages."""
        return self.route[:2] != ("hotline", "texts")


def written(draft: Draft) -> Iterator[Written]:
    """Give every text of every file."""
    languages = frozenset(draft.hotline.languages)
    for route, table in tables(draft):
        if route[-1] in PHRASES or (route[0] == "hotline" and route[1:2] and route[1] in NO_TEXTS):
            continue
        texts = {key: text.text for key, text in table.entries.items() if key in languages and isinstance(text, Scalar)}
        if texts:
            yield Written(route, texts)


def tables(draft: Draft) -> Iterator[tuple[Route, Table]]:
    """Give every table of every file with the way to it, a file's own first."""
    waiting: list[tuple[Route, Value]] = [((name,), source.root) for name, source in draft.sources.items()]
    while waiting:
        route, value = waiting.pop()
        match value:
            case Row(items):
                waiting += (((*route, place), item) for place, item in enumerate(items))
            case Table(entries):
                yield route, value
                waiting += (((*route, key), inner) for key, inner in entries.items() if not isinstance(inner, Scalar))


def without_holes(text: str) -> str:
    """Blank out a text's placeholders, so that what remains stands where it stood."""
    return HOLE.sub(lambda hole: "\0" * len(hole[0]), text)


def clauses(text: str) -> Iterator[str]:
    """Give a text's clauses: what stands between marks."""
    return (found[0].strip() for found in CLAUSE.finditer(without_holes(text)))
