"""Readers of the plain field types: numbers, flags, names, keys and entry patterns."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ivr.compiler.shape import Spot
from ivr.flow import fields
from ivr.flow.conditions import Condition, read_condition
from ivr.flow.entry import Pattern, digits

NAME = re.compile(r"[a-z][a-z0-9_]*")
YES, NO = ("true", "yes"), ("false", "no")
MOST_SECONDS, MOST_COUNT, MOST_DIGITS = 600, 100_000, 30
DIGITS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
KEY_CLASS = re.compile(r"\[([0-9*-]+)\](?:\{(\d{1,2})(?:,(\d{1,2}))?\})?|([0-9])")


def read_number(spot: Spot, least: int, most: int, unit: str) -> int:
    """Read a whole number within bounds."""
    text = spot.text()
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise spot.refuse("number", f'"{text}" is not {unit}', f"Write a whole number from {least} to {most}.")
    return int(text)


def _seconds(spot: Spot) -> int:
    return read_number(spot, 1, MOST_SECONDS, "a number of seconds")


def _count(spot: Spot) -> int:
    return read_number(spot, 1, MOST_COUNT, "a number")


def _flag(spot: Spot) -> bool:
    text = spot.text().lower()
    if text not in YES + NO:
        raise spot.refuse("flag", f'"{text}" is neither yes nor no', f'Write "{spot.key}: yes" or "{spot.key}: no".')
    return text in YES


def read_name(spot: Spot, what: str = "a name") -> str:
    """Read a name of our own: small letters, digits and underscores."""
    text = spot.text()
    if not NAME.fullmatch(text):
        raise spot.refuse("name", f'"{text}" is not {what}', "Names have small letters, digits and _ and begin with a letter.")
    return text


def _mention(kind: str) -> Callable[[Spot], str]:
    def reader(spot: Spot) -> str:
        name = spot.text()
        spot.mention(kind, name)
        return name

    return reader


def _flow_name(spot: Spot) -> str:
    name = spot.text()
    full = name if "." in name else f"{spot.source.name}.{name}"
    spot.mention("flow", full)
    return full


def _digits(spot: Spot) -> Pattern:
    text = spot.text()
    found = DIGITS.fullmatch(text)
    least, most = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= least <= most <= MOST_DIGITS:
        raise spot.refuse("digits", f'"{text}" does not say how many digits', f"Write 6, or 8-20; {MOST_DIGITS} digits are the most.")
    return digits(least, most)


def _key_classes(spot: Spot) -> Pattern:
    """Read key classes such as `[0-9]{3}[0-9*]`; only the last may repeat a varying number of times."""
    text, at, least = spot.text(), 0, 0
    positions: list[frozenset[str]] = []
    while at < len(text):
        found = KEY_CLASS.match(text, at)
        if found is None or (least != len(positions)):
            raise _not_an_entry(spot, text)
        keys = frozenset(found[4]) if found[4] else _keys_of(found[1])
        fewest = int(found[2] or 1)
        most = int(found[3] or fewest)
        if not keys or most < fewest:
            raise _not_an_entry(spot, text)
        positions += [keys] * most
        least += fewest
        at = found.end()
    if not 1 <= least <= len(positions) <= MOST_DIGITS:
        raise _not_an_entry(spot, text)
    return Pattern(tuple(positions), least)


def _keys_of(inside: str) -> frozenset[str]:
    keys: set[str] = set()
    for found in re.finditer(r"([0-9])-([0-9])|([0-9*])|(-)", inside):
        if found[4] or (found[1] and found[1] > found[2]):
            return frozenset()
        keys.update([found[3]] if found[3] else map(str, range(int(found[1]), int(found[2]) + 1)))
    return frozenset(keys)


def _not_an_entry(spot: Spot, text: str) -> Exception:
    fix = f"Write the keys place by place, such as [0-9]{{3}}[0-9*]; {MOST_DIGITS} places are the most, and only the last may vary."
    return spot.refuse("entry", f'"{text}" does not describe an entry', fix)


def _condition(spot: Spot) -> Condition:
    text = spot.text()
    try:
        condition = read_condition(text)
    except ValueError as err:
        what, _, fix = str(err).partition(". ")
        fix = f"{fix}." if fix else 'Compare with a number, such as "amount over 100".'
        raise spot.refuse("condition", what, fix) from err
    spot.book.conditions.append((spot.route, condition))
    for test in condition:
        spot.mention("value", ".".join(test.path))
        if test.path[0] == "hours":
            spot.mention("hours", ".".join(test.path[1:]))
    return condition


SCALARS: Mapping[object, Callable[[Spot], Any]] = {
    str: Spot.text,
    fields.Seconds: _seconds,
    fields.Count: _count,
    fields.Flag: _flag,
    bool: _flag,
    fields.Name: read_name,
    fields.SlotName: lambda spot: read_name(spot, "a name for a slot"),
    fields.QueueName: _mention("queue"),
    fields.TextName: _mention("text"),
    fields.EndingName: _mention("ending"),
    fields.ReturnName: read_name,
    fields.ActionName: _mention("action"),
    fields.FlowName: _flow_name,
    fields.Digits: _digits,
    fields.KeyClasses: _key_classes,
    Condition: _condition,
}
