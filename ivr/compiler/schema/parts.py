"""Words of JSON Schema that the rest is made of."""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number"]
"""Everything is text to the compiler; to an editor 5 is a number."""
ANYTHING = r"\S"


def matching(pattern: str, advice: str) -> Schema:
    """Want text to match a pattern of ECMAScript; `advice` is for who misses it."""
    return {"pattern": pattern, "patternErrorMessage": advice}


def text(pattern: str = ANYTHING, advice: str = "Write something, or delete the line.", **more: Any) -> Schema:
    """Take one value. The pattern holds of what an editor takes for text."""
    return {"type": SCALAR, **matching(pattern, advice), **more}


def number(least: int, most: int) -> Schema:
    """Take a whole number."""
    advice = f"Write a whole number from {least} to {most}."
    return text("^[0-9]{1,9}$", advice, type=["integer", "string"], minimum=least, maximum=most)


def one_of(keys: tuple[str, ...]) -> list[Schema]:
    """Want exactly one of these keys. In so many words, because editors say of `oneOf` only that too much of it holds."""
    listed = " or ".join(f'"{key}"' for key in keys)
    one: Schema = {"anyOf": [{"required": [key], "errorMessage": f"Add one of {listed}."} for key in keys]}
    second = {"errorMessage": f"Keep one of {listed}."}
    return [one, *(when({"required": list(both)}, {"properties": {both[1]: False}, **second}) for both in combinations(keys, 2))]


def suggest(names: Iterable[str]) -> Schema:
    """Let an editor offer names. (`examples` would do as well, but are shown again whenever the mouse rests there.)"""
    return {"defaultSnippets": [{"label": name, "body": name} for name in names]}


def only(keys: Iterable[str], value: Schema, **more: Any) -> Schema:
    """Take a table of these keys alone. The pattern is for the YAML language server, to which a bare 1 is no property "1"."""
    properties = dict.fromkeys(keys, value)
    digits = "".join(filter(str.isdecimal, properties))
    bare = {"patternProperties": {f"^[{digits}]$": True}} if digits else {}
    return {"type": "object", "properties": properties, **bare, "additionalProperties": False, **more}


def named(value: Schema, known: Iterable[str] = (), **more: Any) -> Schema:
    """Take a table whose keys are the author's own; those known are completed."""
    return {"type": "object", "properties": dict.fromkeys(known, value), "additionalProperties": value, **more}


def one_or_more(value: Schema, **more: Any) -> Schema:
    """Take one of something, or a list of it."""
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return {**value, "type": [*kinds, "array"], "items": value, "minItems": 1, **more}


def when(condition: Schema, then: Schema) -> Schema:
    """Say more of what meets a condition."""
    return {"if": condition, "then": then}


def every(shapes: list[Schema]) -> Schema:
    """Say all of these."""
    return {"allOf": shapes} if shapes else {}


def has(key: str, value: str) -> Schema:
    """Tell tables with this value at this key."""
    return {"type": "object", "required": [key], "properties": {key: {"const": value}}}
