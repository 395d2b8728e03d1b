"""Fills a dataclass's declared fields from what staff wrote, collecting every problem.

Knows no node by name: it reads the fields and their types, and a table of one reader per type. Metadata `{"key": "with"}`
renames a field, `{"key": None}` means that staff do not write it; a field without default is required.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from ivr.compiler.problems import Found, Problem, Route, did_you_mean
from ivr.compiler.source import Row, Scalar, Source, Table, Value
from ivr.compiler.syntax import NO_SPACE, WIDE_COLON, WIDE_COLON_WORDS
from ivr.flow.conditions import Condition
from ivr.flow.words import Hole, Part

T = TypeVar("T")


class Unreadable(Exception):
    """A value could not be read; its problem is noted already."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name written somewhere that must exist: kind is "node", "action", "queue"..."""

    kind: str
    name: str
    route: Route


@dataclass(frozen=True, slots=True)
class Use:
    """A placeholder written somewhere, and the condition of the part it stands in."""

    route: Route
    hole: Hole
    when: Condition = ()
    written: str = ""


@dataclass(slots=True)
class Book:
    """What all files share while they are read: the hotline's languages and facts, and what has been gathered."""

    readers: Mapping[object, Callable[["Spot"], Any]]
    languages: tuple[str, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=lambda: defaultdict(lambda: "english"))
    say_as: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gate_else: Any = None
    problems: list[Problem] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    conditions: list[tuple[Route, Condition]] = field(default_factory=list)


class Spot(NamedTuple):
    """A value being read, and the way to it."""

    book: Book
    source: Source
    route: Route
    value: Value

    @property
    def key(self) -> str:
        return str(self.route[-1])

    @property
    def entries(self) -> Mapping[str, Value]:
        """The values of the table written here, none where no table is."""
        return self.value.entries if isinstance(self.value, Table) else {}

    def down(self, step: str | int, value: Value) -> "Spot":
        """Give a place below this one."""
        return Spot(self.book, self.source, (*self.route, step), value)

    def note(self, rule: str, what: str, fix: str, *, on_key: bool = False, quoting: str = "") -> None:
        """Note a problem and read on."""
        self.book.problems.append(self.source.problem(Found(self.route, what, fix, on_key, rule, quoting)))

    def refuse(self, rule: str, what: str, fix: str, *, on_key: bool = False, quoting: str = "") -> Unreadable:
        """Note a problem that leaves no value here; raise what this returns."""
        self.note(rule, what, fix, on_key=on_key, quoting=quoting)
        return Unreadable(what)

    def note_stray_comma(self) -> bool:
        """Note a key without a value among keys with values: most often the rest of a text after a comma."""
        if not isinstance(self.value, Scalar) or not self.value.empty or not re.search(r"\W", self.key):
            return False
        if re.match(f"[a-z0-9_]+{WIDE_COLON}", self.key):
            what, fix, rule = WIDE_COLON_WORDS
            self.note(rule, what, fix, on_key=True)
            return True
        if re.match(r"[a-z0-9_]+:\S", self.key):
            what, fix, rule = NO_SPACE
            self.note(rule, what, fix, on_key=True)
            return True
        self.note(
            "quote-comma", f'"{self.key}" stands here as a key without a value', "Put text that holds a comma in quotes.", on_key=True
        )
        return True

    def mention(self, kind: str, name: str) -> None:
        """Note a name that must exist."""
        self.book.mentions.append(Mention(kind, name, self.route))

    def text(self) -> str:
        """Give the text written here."""
        match self.value:
            case Scalar(text, empty=False) if text.strip():
                return text
            case Scalar():
                fix = f'Write something, or delete "{self.key}:".'
                raise self.refuse("empty", f'nothing is written after "{self.key}"', fix, on_key=True)
        if isinstance(self.value, Table) and (slot := _bare_slot(self.value)):
            what = f'YAML takes {{{slot}}} for a table, and "{self.key}" wants one text'
            raise self.refuse("quote-slot", what, f'Quote it: "{{{slot}}}".', on_key=True)
        shape = "a list" if isinstance(self.value, Row) else "a table"
        raise self.refuse("shape", f'"{self.key}" wants one text, not {shape}', "Write a single value.", on_key=True)

    def table(self, example: str = "{name: value}") -> Iterator["Spot"]:
        """Give the values of the table written here."""
        if not isinstance(self.value, Table):
            raise self.refuse("shape", f'"{self.key}" wants a table of keys and values', f"Write it as {example}.", on_key=True)
        return (self.down(key, value) for key, value in self.value.entries.items())

    def row(self) -> Iterator["Spot"]:
        """Give the items of the list written here."""
        if not isinstance(self.value, Row):
            raise self.refuse("shape", f'"{self.key}" wants a list', "Write it in brackets: [one, another].", on_key=True)
        return (self.down(place, value) for place, value in enumerate(self.value.items))


def _bare_slot(table: Table) -> str | None:
    """Give what stands alone between braces: a placeholder that wants quotes."""
    match list(table.entries.items()):
        case [(slot, Scalar(empty=True))]:
            return slot
    return None


@dataclass(frozen=True, slots=True)
class Declared:
    """One field as staff see it."""

    name: str
    key: str
    type: Any
    required: bool


@cache
def declared(cls: Any) -> tuple[Declared, ...]:
    """Give the fields of a dataclass that staff write."""
    hints = get_type_hints(cls)
    found = ((each, each.metadata.get("key", each.name)) for each in fields(cls) if each.init)
    return tuple(
        Declared(each.name, key, _without_none(hints[each.name]), each.default is MISSING and each.default_factory is MISSING)
        for each, key in found
        if key is not None
    )


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    kinds = [each for each in get_args(hint) if each is not NoneType]
    return kinds[0] if len(kinds) == 1 else hint


def fill(cls: type[T], spot: Spot, *, skip: tuple[str, ...] = (), **given: Any) -> T:
    """Read a table into a dataclass. `skip` are keys read elsewhere, `given` fields that staff do not write."""
    written = {each.key: each for each in spot.table()}
    values: dict[str, Any] = dict(given)
    whole = _refuse_unknown(cls, spot, written, skip)
    fields_of: Any = cls
    for each in declared(fields_of):
        if each.key in written:
            try:
                values[each.name] = read(each.type, written[each.key])
            except Unreadable:
                whole = False
        elif each.required and whole is not None:
            who = "this file" if len(spot.route) == 1 else f'"{spot.key}"' if isinstance(spot.route[-1], str) else "this"
            spot.note("missing", f'{who} has no "{each.key}"', f'Add "{each.key}: ...".', on_key=True)
            whole = False
    if not whole:
        raise Unreadable
    return cls(**values)


def _refuse_unknown(cls: type, spot: Spot, written: Mapping[str, Spot], skip: tuple[str, ...]) -> bool | None:
    """Note keys that are not fields. None when one of them may be a misspelt required field: one slip, one problem."""
    known = [each.key for each in declared(cls)]
    whole: bool | None = True
    for key, value in written.items():
        if key in known or key in skip:
            continue
        if not value.note_stray_comma():
            what = f'"{key}" is not something that can be written here'
            value.note("unknown-key", what, did_you_mean(key, [*known, *skip]), on_key=True)
        whole = None
    return whole


def read(kind: Any, spot: Spot) -> Any:
    """Read a value of a type: by its own reader, else by its shape."""
    reader = spot.book.readers.get(kind)
    if reader is not None:
        return reader(spot)
    match get_origin(kind), get_args(kind):
        case (None, _) if is_dataclass(kind):
            return fill(cast(type, kind), spot)
        case (origin, args) if origin is Literal:
            return one_of(spot, args)
        case (origin, (_, inner)) if origin is Mapping:
            return whole_of({each.key: each for each in spot.table()}, inner)
        case (origin, (inner, _)) if origin is tuple:
            return tuple(whole_of(dict(enumerate(spot.row())), inner).values())
    raise TypeError(f"no reader for the field type {kind!r}")


def whole_of(spots: Mapping[Any, Spot], kind: Any) -> dict[Any, Any]:
    """Read every value, then fail if one of them could not be read."""
    values, whole = {}, True
    for key, spot in spots.items():
        try:
            values[key] = read(kind, spot)
        except Unreadable:
            whole = False
    if not whole:
        raise Unreadable
    return values


def one_of(spot: Spot, allowed: tuple[str, ...]) -> str:
    """Read one of a few words."""
    text = spot.text()
    if text not in allowed:
        raise spot.refuse("value", f'"{text}" is not a value of "{spot.key}"', did_you_mean(text, allowed))
    return text
