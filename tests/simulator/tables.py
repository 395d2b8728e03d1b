"""Twilio's tables of attributes, restated by the test of each verb and held against what the verb reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from ivr.simulator.events import Error
from ivr.simulator.twiml.attributes import Refused, Table
from ivr.simulator.unsure import Unsure


@dataclass(frozen=True)
class Row:
    """One attribute: what it is when absent, values that are read as themselves or as given, and bad ones with their code."""

    name: str
    default: object
    good: Mapping[str, object] = field(default_factory=dict)
    bad: Mapping[str, int] = field(default_factory=dict)
    severity: str = "warning"


FLAG: Mapping[str, object] = {"true": True, "false": False}
METHODS: Mapping[str, object] = {"GET": "GET", "POST": "POST", "get": "GET"}


def themselves(*values: str) -> Mapping[str, object]:
    return {value: value for value in values}


def wholes(*values: int) -> Mapping[str, object]:
    return {str(value): value for value in values}


def bad(code: int, *values: str) -> Mapping[str, int]:
    return dict.fromkeys(values, code)


def read(table: type[Table], attributes: Mapping[str, str], unsure: Unsure | None = None) -> tuple[dict[str, Any] | None, list[Error]]:
    """Read attributes; give them by the names Twilio has, None when the verb is refused, and what Twilio is told."""
    steps = table.read(Element("Verb", dict(attributes)), unsure or Unsure())
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as stop:
            return {wire(name): getattr(stop.value, name) for name in names(table)}, told
        except Refused:
            return None, told


def names(table: type[Table]) -> list[str]:
    return list(table.__dataclass_fields__)


def wire(name: str) -> str:
    return "".join(word if not n else word.capitalize() for n, word in enumerate(name.rstrip("_").split("_")))


def holds(table: type[Table], row: Row) -> None:
    """Hold one row of a table against what is read: a bad value warns and leaves the default, an error or a flip the verb."""
    assert read(table, {})[0][row.name] == row.default
    for value, meaning in row.good.items():
        attributes, told = read(table, {row.name: value})
        assert (attributes and attributes[row.name], told) == (meaning, [])
    for value, code in row.bad.items():
        attributes, told = read(table, {row.name: value})
        assert [(each.code, each.severity) for each in told] == [(code, row.severity)]
        assert row.name in told[0].message
        assert attributes is None if row.severity == "error" else attributes[row.name] == row.default
        assert read(table, {row.name: value}, Unsure(bad_values_mean_defaults=False))[0] is None


def is_whole(table: type[Table], rows: list[Row]) -> None:
    """Hold that a verb has these attributes and no others; any other is 12200 and changes nothing."""
    assert sorted(map(wire, names(table))) == sorted(row.name for row in rows)
    attributes, told = read(table, {"colour": "red"})
    assert [(each.code, each.severity) for each in told] == [(12200, "warning")]
    assert attributes == read(table, {})[0]
