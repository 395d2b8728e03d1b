"""Words of JSON Schema that the rest is made of."""

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number", "boolean"]
"""Everything is text to the compiler; to an editor 5 is a number, and true a boolean."""
ANYTHING = r"\S"


def text(pattern: str = ANYTHING, advice: str = "", **more: Any) -> Schema:
    """Take one value. The pattern is one of ECMAScript, and holds of what an editor takes for text; `advice` is for who misses it."""
    told = {"patternErrorMessage": advice} if advice else {}
    return {"type": SCALAR, "pattern": pattern, **told, **more}


def number(least: int, most: int) -> Schema:
    """Take a whole number."""
    advice = f"Write a whole number from {least} to {most}."
    return text("^[0-9]{1,9}$", advice, type=["integer", "string"], minimum=least, maximum=most)


def one_of(keys: Iterable[str]) -> Schema:
    """Want exactly one of these keys."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def only(keys: Iterable[str], value: Schema, **more: Any) -> Schema:
    """Take a table of these keys alone."""
    return {"type": "object", "properties": dict.fromkeys(keys, value), "additionalProperties": False, **more}


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
