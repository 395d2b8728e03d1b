"""A verb's attributes: a frozen dataclass with a field a row of Twilio's table, each with its default, reader and codes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from typing import Any, Literal, Self
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Error
from ivr.simulator.unsure import Unsure

Severity = Literal["warning", "error"]
# Readers are given numbers of any length; no attribute is longer than a day.
LONGEST_NUMBER = 9


class Refused(Exception):
    """A verb is not carried out for what is wrong with it, which has been told; the next verb runs."""


class BadValue(ValueError):
    """A value that an attribute may not have: what it should be, and Twilio's code."""

    def __init__(self, code: int, should: str) -> None:
        super().__init__(should)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """How one attribute is read, and how bad a bad value is."""

    read: Callable[[str], Any]
    severity: Severity


@dataclass(frozen=True, slots=True)
class Table:
    """What all tables have in common; itself it is that of a verb without attributes."""

    @classmethod
    def read(cls, element: Element, unsure: Unsure) -> Steps[Self]:
        """Read a verb's attributes. A bad one is a warning and its default stands, or an error and the verb is Refused."""
        values: Self | None
        given = tuple(element.items())
        told, values = _read(cls, element.tag, given, True)  # type: ignore[arg-type]  # a class has a hash
        if told and not unsure.bad_values_mean_defaults:
            told, values = _read(cls, element.tag, given, False)  # type: ignore[arg-type]
        yield from told
        if values is None:
            raise Refused
        return values


@lru_cache(maxsize=4096)
def _read(table: Any, tag: str, given: tuple[tuple[str, str], ...], is_lenient: bool) -> tuple[tuple[Error, ...], Any]:
    """Give what is told of a verb's attributes, and their values unless one refuses it. An application writes the same ones often."""
    rows = _rows(table)
    told = [Error(12200, "warning", f"<{tag}> has no attribute {name!r}") for name, _ in sorted(given) if name not in rows]
    values, is_refused = {}, False
    for name, value in sorted(given):
        if name not in rows:
            continue
        own_name, row = rows[name]
        try:
            values[own_name] = row.read(value)
        except BadValue as bad:
            is_passed_over = row.severity == "error" or not is_lenient
            then = "the verb is passed over" if is_passed_over else "the default is used"
            told.append(Error(bad.code, row.severity, f'<{tag} {name}="{value}">: should be {bad}; {then}'))
            is_refused = is_refused or is_passed_over
    return tuple(told), None if is_refused else table(**values)


@cache
def _rows(table: type[Table]) -> Mapping[str, tuple[str, Row]]:
    return {_wire_name(each.name): (each.name, each.metadata["row"]) for each in fields(table)}


def _wire_name(name: str) -> str:
    first, *others = name.rstrip("_").split("_")
    return first + "".join(map(str.capitalize, others))


def row(default: object, read: Callable[[str], Any], severity: Severity = "warning") -> Any:
    """Make a row of one's own; `read` raises BadValue."""
    return field(default=default, metadata={"row": Row(read, severity)})


def text(default: str = "") -> Any:
    """Any text will do."""
    return row(default, str)


def whole(default: int | None, code: int, least: int = 0, most: int | None = None) -> Any:
    """Take a whole number within bounds."""
    return row(default, lambda value: read_whole(value, code, least, most))


def read_whole(value: str, code: int, least: int = 0, most: int | None = None) -> int:
    """Read a whole number within bounds."""
    if (
        value.isascii()
        and value.isdigit()
        and len(value) <= LONGEST_NUMBER
        and least <= int(value)
        and (most is None or int(value) <= most)
    ):
        return int(value)
    raise BadValue(code, f"a whole number from {least} " + ("up" if most is None else f"to {most}"))


def like(default: str, code: int, pattern: re.Pattern[str], should: str, severity: Severity = "warning") -> Any:
    """Take what looks like this."""

    def read(value: str) -> str:
        if pattern.fullmatch(value.strip()):
            return value.strip()
        raise BadValue(code, should)

    return row(default, read, severity)


def choice(default: str, code: int, *allowed: str, severity: Severity = "warning") -> Any:
    """Take one of a few words."""
    return row(default, lambda value: _one_of(allowed, value, code), severity)


def some(default: str, code: int, *allowed: str, severity: Severity = "warning") -> Any:
    """Take some of a few words, with spaces between; they are kept as a tuple."""
    return row((default,) if default else (), lambda value: tuple(_one_of(allowed, each, code) for each in value.split()), severity)


def flag(default: bool | None, code: int, severity: Severity = "warning") -> Any:
    """Take true or false."""
    return row(default, lambda value: _one_of(("true", "false"), value, code) == "true", severity)


def http_method(code: int, severity: Severity = "warning") -> Any:
    """Take an HTTP method; POST when there is none."""
    return row("POST", lambda value: _one_of(("GET", "POST"), value.upper(), code), severity)


def address(code: int, severity: Severity = "warning") -> Any:
    """Take the address of a web page, absolute or relative; None when there is none."""
    return row(None, lambda value: _address(value.strip(), code), severity)


def _one_of(allowed: Iterable[str], value: str, code: int) -> str:
    if value in allowed:
        return value
    raise BadValue(code, f"one of {' '.join(allowed)}")


def _address(value: str, code: int) -> str:
    try:
        if urlsplit(urljoin("https://host.example", value)).scheme in ("http", "https"):
            return value
    except ValueError:
        pass
    raise BadValue(code, "a web address")
