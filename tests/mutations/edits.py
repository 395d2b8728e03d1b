"""Edits of menus as text, at places that the compiler's reader found, so that what is not edited stays as it was written."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

from ivr.compiler.problems import Mark, Route
from ivr.compiler.source import Row, Scalar, Source, Table, Value, load

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent.parent.parent / "menus"


@dataclass(frozen=True)
class Place:
    """A value, the way to it from its file's name, and where its key stands if it has one."""

    route: Route
    value: Value
    key: Mark | None

    @property
    def file(self) -> str:
        return f"{self.route[0]}.yaml"

    @property
    def text(self) -> str:
        return self.value.text if isinstance(self.value, Scalar) else ""

    def has(self, name: str) -> bool:
        return isinstance(self.value, Table) and name in self.value.entries


@dataclass(frozen=True)
class Menus:
    """A hotline's files by name. Edits give new menus."""

    files: Mapping[str, str]

    @cached_property
    def places(self) -> Mapping[Route, Place]:
        sources = (load(text, name) for name, text in sorted(self.files.items()))
        return {place.route: place for source in sources for place in _below(source)}

    @property
    def nodes(self) -> list[Place]:
        return [place for route, place in self.places.items() if len(route) == 3 and route[1] == "nodes"]

    @property
    def targets(self) -> Mapping[str, Place]:
        """Every node by its full name."""
        return {f"{place.route[0]}.{place.route[2]}": place for place in self.nodes}

    def up(self, place: Place, steps: int = 1) -> Place:
        return self.places[place.route[:-steps]]

    def at(self, place: Place, *more: str | int) -> Place | None:
        return self.places.get((*place.route, *more))

    def lines(self, place: Place) -> list[str]:
        return self.files[place.file].split("\n")

    def is_short(self, place: Place) -> bool:
        """Tell whether a text stands whole on one line, so that it can be written anew there."""
        mark = place.value.mark
        line = self.lines(place)[mark.line - 1]
        written = line[mark.column - 1 : mark.column - 1 + mark.width]
        try:
            return bool(written) and yaml.load(written, yaml.BaseLoader) == place.text != ""
        except yaml.YAMLError:
            return False

    def is_worded(self, place: Place) -> bool:
        """Tell whether a text stands here in every language, each on one line."""
        texts = [self.at(place, language) for language in LANGUAGES]
        return all(text is not None and self.is_short(text) for text in texts) and not place.has("in")

    # edits

    def with_lines(self, file: str, lines: list[str]) -> "Menus":
        return Menus({**self.files, file: "\n".join(lines)})

    def with_text(self, place: Place, text: str) -> "Menus":
        """Write a text anew."""
        return self._over(place, place.value.mark, json.dumps(text, ensure_ascii=False))

    def with_words(self, place: Place, write: Callable[[str, str], str]) -> "Menus":
        """Write what stands in every language anew, told the language and what was there."""
        menus = self
        for language in LANGUAGES:
            text = menus.places[(*place.route, language)]
            menus = menus.with_text(text, write(language, text.text))
        return menus

    def with_key(self, place: Place, key: str) -> "Menus":
        """Give a value another key."""
        assert place.key is not None
        return self._over(place, place.key, json.dumps(key, ensure_ascii=False))

    def _over(self, place: Place, mark: Mark, words: str) -> "Menus":
        lines = self.lines(place)
        line = lines[mark.line - 1]
        lines[mark.line - 1] = line[: mark.column - 1] + words + line[mark.column - 1 + mark.width :]
        return self.with_lines(place.file, lines)

    def is_apart(self, place: Place) -> bool:
        """Tell whether a key begins a line of its own."""
        return place.key is not None and not self.lines(place)[place.key.line - 1][: place.key.column - 1].strip()

    def is_loose(self, place: Place) -> bool:
        """Tell whether a key with its value can be taken out: lines of their own, or words on one line."""
        return self.is_apart(place) or (place.key is not None and self._is_flow(place) and isinstance(place.value, Scalar))

    def _is_flow(self, place: Place) -> bool:
        assert place.key is not None
        before = self.lines(place)[place.key.line - 1][: place.key.column - 1].rstrip()
        return before.endswith(("{", ",")) and self.is_short(place)

    def block(self, place: Place) -> range:
        """Give the lines of a key and its value, counted from 0."""
        assert place.key is not None
        lines, first = self.lines(place), place.key.line - 1
        inside = (n for n in range(first + 1, len(lines)) if lines[n].strip() and len(lines[n]) - len(lines[n].lstrip()) < place.key.column)
        last = next(inside, len(lines))
        return range(first, next(n for n in range(last, first, -1) if lines[n - 1].strip()))

    def without(self, place: Place) -> "Menus":
        """Take a key and its value out."""
        lines = self.lines(place)
        assert place.key is not None
        if self.is_apart(place):
            block = self.block(place)
            return self.with_lines(place.file, lines[: block.start] + lines[block.stop :])
        mark, line = place.value.mark, lines[place.key.line - 1]
        before, after = line[: place.key.column - 1], line[mark.column - 1 + mark.width :]
        before, after = (before, after.removeprefix(",").lstrip()) if after.startswith(",") else (before.rstrip().removesuffix(","), after)
        lines[place.key.line - 1] = before + after
        return self.with_lines(place.file, lines)

    def with_field(self, node: Place, written: str) -> "Menus":
        """Write one more line into a node, under its type."""
        kind = self.at(node, "type")
        assert kind is not None
        assert kind.key is not None
        lines = self.lines(node)
        lines.insert(kind.key.line, " " * (kind.key.column - 1) + written)
        return self.with_lines(node.file, lines)

    def with_block(self, after: Place, written: str) -> "Menus":
        """Write lines after a key and its value, as deep as the key."""
        assert after.key is not None
        lines, end = self.lines(after), self.block(after).stop
        indent = " " * (after.key.column - 1)
        return self.with_lines(after.file, [*lines[:end], *(indent + line for line in written.split("\n")), *lines[end:]])


@cache
def shipped() -> Menus:
    return Menus({file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.yaml"))})


def _below(source: Source) -> Iterator[Place]:
    waiting = [Place((source.name,), source.root, None)]
    while waiting:
        place = waiting.pop(0)
        yield place
        match place.value:
            case Table(entries=entries, keys=keys):
                waiting += [Place((*place.route, key), value, keys[key]) for key, value in entries.items()]
            case Row(items=items):
                waiting += [Place((*place.route, number), value, None) for number, value in enumerate(items)]
