"""YAML with the line and column of every key and value, every scalar kept as text.

Built from the parser's events, so that anchors, aliases and tags are refused before they can do anything.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, NamedTuple, NoReturn

import yaml

from ivr.compiler.problems import Found, Mark, Problem, Route
from ivr.compiler.syntax import astray, begins_at, explain, quote

LARGEST_FILE = 1_000_000
BEGINS = {"hotline": "hotline: wallet", "holidays": "all: {}"}
DEEPEST = 30
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML counts as the end of a line; str.splitlines() knows more of them, and every mark after one would be off.
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
POUND_KEY = re.compile(r"\s*#\s*:(?=\s|$)")


class Scalar(NamedTuple):
    """Text as written, without quotes. `empty` is a place where nothing was written."""

    text: str
    mark: Mark
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A list."""

    items: tuple["Value", ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with values, in order."""

    entries: Mapping[str, "Value"]
    keys: Mapping[str, Mark]
    mark: Mark


Value = Scalar | Row | Table


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read. `name` is the menu it holds; `problems` are what kept it from being read whole."""

    file: str
    name: str
    root: Table
    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    def problem(self, found: Found) -> Problem:
        """Place what was found by its route, whose first step is the file's name."""
        mark = locate(self.root, found.route[1:], found.on_key)
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        words = _inside(mark, line, found.quoting, found.skip)
        edit = found.edit if words is not None else None
        mark = words or mark
        return Problem(self.file, mark.line, mark.column, found.what, found.fix, found.rule, line, mark.width, found.level or "error", edit)


def locate(root: Value, route: Route, on_key: bool) -> Mark:
    """Give the place of a route's value, or of its last key; the nearest place above it if it is not written."""
    value, mark = root, root.mark
    for place, step in enumerate(route):
        match value, step:
            case Table(), str() if step in value.entries:
                key, value = value.keys[step], value.entries[step]
                last = place == len(route) - 1
                mark = key if (on_key and last) or isinstance(value, Table | Row) or value.empty else value.mark
            case Row(), int() if step < len(value.items):
                value = value.items[step]
                mark = value.mark
            case _:
                return mark
    return mark


def _inside(mark: Mark, line: str, words: str, skip: int) -> Mark | None:
    """Give the place of words inside a mark, if they stand there as they are; `skip` of the same stand before."""
    begin, end = mark.column - 1, mark.column - 1 + mark.width
    start = line.find(words, begin, end) if words else -1
    for _ in range(skip):
        later = line.find(words, start + len(words), end)
        start = later if later >= 0 else start
    return None if start < 0 else Mark(mark.line, start + 1, len(words))


def load(text: str | bytes, file: str) -> Source:
    """Read a file's text. Never raises: what is wrong with it is in the source's problems."""
    name = file.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
    nothing = Source(file, name, Table({}, {}, Mark(1, 1, 1)), ())
    if len(text) > LARGEST_FILE:
        what = f"this file has {len(text):,} bytes, and {LARGEST_FILE:,} are allowed"
        return replace(nothing, problems=(Problem(file, 1, 1, what, "Divide it into several menu files.", "file-size"),))
    try:
        text = (text.decode() if isinstance(text, bytes) else text).removeprefix("\ufeff")
    except UnicodeDecodeError as err:
        return replace(nothing, problems=(_not_utf8(file, err.object, err.start),))
    lines = tuple(LINE_END.split(text))
    reader = _Reader(file, lines)
    root = reader.read(text)
    return Source(file, name, root, lines, tuple(reader.problems))


def _not_utf8(file: str, raw: bytes, at: int) -> Problem:
    line = raw.count(b"\n", 0, at) + 1
    fix = "Save the file again with the encoding UTF-8."
    return Problem(file, line, 1, f"this line holds the byte {raw[at]:#04x}, which is not UTF-8 text", fix, "encoding")


class _Refused(Exception):
    """Reading cannot go on after the problem just noted."""


@dataclass(slots=True)
class _Reader:
    """Turns parser events into tables, rows and scalars."""

    file: str
    lines: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def read(self, text: str) -> Table:
        empty = Table({}, {}, Mark(1, 1, 1))
        self._look_for_pound_keys()
        try:
            root = self._document(iter(Loader(text).get_event, None))
        except _Refused:
            return empty
        except yaml.YAMLError as err:
            mark, *words = explain(err, self.lines)
            self._note(mark, *words)
            return empty
        if isinstance(root, Table):
            return root
        what = "this file is empty" if root is None else "this file is not a table of keys and values"
        fix = f'Begin it with a line such as "{BEGINS.get(PurePath(self.file).stem, "menu: refund")}".'
        self._note(Mark(1, 1, 1), what, fix, "file-shape")
        return empty

    def _document(self, events: Iterator[Any]) -> Value | None:
        root: Value | None = None
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    if root is not None:
                        what = 'a second document begins here with "---"'
                        self._refuse(self._mark(event), what, "Write one menu in one file.", "one-document")
                case yaml.NodeEvent():
                    root = self._value(event, events, 1)
        return root

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        mark = self._mark(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_cleverness(event, mark)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, mark, event.value == "" and not event.style)
        if depth > DEEPEST:
            self._refuse(mark, f"this is nested more than {DEEPEST} levels deep", "Write it flatter.", "depth")
        if isinstance(event, yaml.SequenceStartEvent):
            return Row(tuple(self._items(events, depth)), mark)
        return self._table(mark, events, depth)

    def _items(self, events: Iterator[Any], depth: int) -> Iterator[Value]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._value(event, events, depth + 1)

    def _table(self, mark: Mark, events: Iterator[Any], depth: int) -> Table:
        entries: dict[str, Value] = {}
        keys: dict[str, Mark] = {}
        bare: Mark | None = None
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._value(event, events, depth + 1)
            value = self._value(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse(key.mark, "a key must be one word, not a list or a table", "Quote it if it is meant as text.", "key")
            elif key.text in entries:
                self._duplicate(key, keys[key.text], bare)
            else:
                entries[key.text], keys[key.text] = value, key.mark
                bare = key.mark if isinstance(value, Scalar) and value.empty else None
        return Table(entries, keys, mark)

    def _duplicate(self, key: Scalar, first: Mark, owner: Mark | None) -> None:
        """Note a key written twice; a bare pound key, or one that stands too deep and has no value, took the second one's table away."""
        for number in range(first.line + 1, key.mark.line):
            if POUND_KEY.match(self.lines[number - 1]):
                self._note_once(Mark(number, self.lines[number - 1].index("#") + 1, 1), *quote("#"))
                return
        if owner is not None and owner.line > first.line:
            above = (begins_at(line) for line in reversed(self.lines[: owner.line - 1]))
            if column := next((column for column in above if column < owner.column), None):
                self._refuse(owner, *astray(owner.column, column))
        what = f'"{key.text}" is written twice here, first on line {first.line}'
        self._note(key.mark, what, "Keep one of the two.", "duplicate")

    def _refuse_cleverness(self, event: Any, mark: Mark) -> NoReturn:
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            fix = f'Write it out; or quote it, "{sign}{event.anchor}", if it is meant as text.'
            self._refuse(mark, f"YAML takes {sign}{event.anchor} for a reference, and menus have none", fix, "no-references")
        what = f"YAML takes {event.tag.replace('tag:yaml.org,2002:', '!!')} for a tag, and menus have none"
        self._refuse(mark, what, "Leave it out, or quote the text.", "no-tags")

    def _mark(self, event: Any) -> Mark:
        start, end = event.start_mark, event.end_mark
        last = end.column if end.line == start.line else len(self.lines[start.line].rstrip())
        return Mark(start.line + 1, start.column + 1, max(1, last - start.column))

    def _look_for_pound_keys(self) -> None:
        for number, line in enumerate(self.lines, 1):
            if re.match(r"\s*#\s*:\s*(?:\{|goto|do\b)", line):
                self._note(Mark(number, line.index("#") + 1, 1), *quote("#"))

    def _note(self, mark: Mark, what: str, fix: str, rule: str) -> None:
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        self.problems.append(Problem(self.file, mark.line, mark.column, what, fix, rule, line, mark.width))

    def _note_once(self, mark: Mark, what: str, fix: str, rule: str) -> None:
        if not any((problem.line, problem.rule) == (mark.line, rule) for problem in self.problems):
            self._note(mark, what, fix, rule)

    def _refuse(self, mark: Mark, what: str, fix: str, rule: str) -> NoReturn:
        self._note(mark, what, fix, rule)
        raise _Refused
