"""The compiled form as JSON: kept by the publisher, loaded by every process without reading any YAML.

Dataclasses are tables with their name under "@"; a part is written once, among the flow's parts, and elsewhere by its id.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any

from ivr.calendar import Hours, Span
from ivr.flow import entry, graph, words
from ivr.flow.actions import Actions
from ivr.flow.conditions import Test
from ivr.flow.fields import Case, Check, From, Jump, KeptSpeech, Option, Requires, Universal
from ivr.flow.graph import Flow
from ivr.flow.nodes import NODES
from ivr.flow.words import Part

FORMAT = 1
TAG, PART, SET = "@", "@part", "@set"
LEFT_OUT = ("actions", "vocabularies", "parts")
PLAIN: tuple[type, ...] = (
    Case, Check, From, Hours, Jump, KeptSpeech, Option, Part, Requires, Span, Test, Universal,
    entry.Pattern, graph.Language, graph.Menu, graph.Queue, graph.WaitKey, words.Hole, words.Text,
)  # fmt: skip
CLASSES: Mapping[str, type] = {**{each.__name__: each for each in PLAIN}, **{f"node:{kind}": each for kind, each in NODES.items()}}
NAMES: Mapping[type, str] = {each: name for name, each in CLASSES.items()}


def to_json(flow: Flow) -> str:
    """Write a flow. What is prepared while calls run, and the actions' declarations, are left out."""
    parts = {name: _fields(part) for name, part in flow.parts.items()}
    rest = {each.name: _plain(getattr(flow, each.name)) for each in fields(flow) if each.init and each.name not in LEFT_OUT}
    return json.dumps({"format": FORMAT, "parts": parts, **rest}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, actions: Actions) -> Flow:
    """Read a flow again. A ValueError says that it was written by a program too different from this one."""
    try:
        data = json.loads(text)
        if data.pop("format") != FORMAT:
            raise ValueError("the format is another one")
        parts: dict[str, Part] = {}
        for name, part in data.pop("parts").items():
            parts[name] = _thing({**part, TAG: "Part"}, parts)
        values = {name: _read(value, parts) for name, value in data.items()}
        values["remember"] = frozenset(values["remember"])
        return Flow(**values, parts=parts, actions=actions)
    except (KeyError, TypeError, AttributeError, ValueError) as err:
        raise ValueError(f"this compiled menu cannot be read: {err}") from err


def _plain(value: Any) -> Any:
    match value:
        case None | str() | int() | float():
            return value
        case Part():
            return {PART: value.id}
        case Mapping():
            return {name: _plain(each) for name, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case frozenset():
            return {SET: sorted(value)}
    return {TAG: NAMES[type(value)], **_fields(value)}


def _fields(thing: Any) -> dict[str, Any]:
    """Give a dataclass's fields as plain values; those that have their default are left out."""
    kind: Any = type(thing)
    defaults = _defaults(kind)
    values = {each.name: getattr(thing, each.name) for each in fields(thing) if each.init}
    return {name: _plain(value) for name, value in values.items() if value != defaults.get(name, MISSING)}


@cache
def _defaults(cls: Any) -> Mapping[str, Any]:
    return {each.name: _default(each) for each in fields(cls) if is_dataclass(cls)}


def _default(each: Field[Any]) -> Any:
    return each.default_factory() if each.default_factory is not MISSING else each.default


def _read(value: Any, parts: Mapping[str, Part]) -> Any:
    """Read a plain value; every list of a flow is a tuple."""
    if isinstance(value, list):
        return tuple(_read(each, parts) for each in value)
    if not isinstance(value, dict):
        return value
    if PART in value:
        return parts[value[PART]]
    if SET in value:
        return frozenset(value[SET])
    return _thing(value, parts) if TAG in value else {name: _read(each, parts) for name, each in value.items()}


def _thing(value: Mapping[str, Any], parts: Mapping[str, Part]) -> Any:
    cls = CLASSES[value[TAG]]
    return cls(**{name: _read(each, parts) for name, each in value.items() if name != TAG})
