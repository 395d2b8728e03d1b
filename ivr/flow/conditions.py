"""The one condition form: `X is known`, `X is a, b`, `X is not a`, `X over 5`, `X under 5`, joined by `and`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Operator = Literal["known", "unknown", "is", "is not", "over", "under"]


@dataclass(frozen=True, slots=True)
class Test:
    """One claim about a value: a slot, a field of one, or `language pace identity incident announcement heard hours.NAME`."""

    path: tuple[str, ...]
    operator: Operator
    values: tuple[str, ...] = ()


Condition = tuple[Test, ...]
"""All tests must hold; an empty condition always holds."""


def holds(condition: Condition, look: Callable[[tuple[str, ...]], object]) -> bool:
    """Tell whether every test holds, asking `look` for the value of a path (None when unknown)."""
    return all(_holds(test, look(test.path)) for test in condition)


def _holds(test: Test, value: object) -> bool:
    match test.operator:
        case "known":
            return value is not None
        case "unknown":
            return value is None
        case "is":
            return value is not None and str(value) in test.values
        case "is not":
            return value is None or str(value) not in test.values
        case "over":
            return isinstance(value, int | float) and value > float(test.values[0])
        case "under":
            return isinstance(value, int | float) and value < float(test.values[0])


def read_condition(text: str) -> Condition:
    """Read a condition as staff write it; a ValueError says what is wrong with which words."""
    return tuple(_read_test(claim.strip()) for claim in text.split(" and "))


def _read_test(claim: str) -> Test:
    words = claim.split(None, 2)
    if len(words) < 3 or words[1] not in ("is", "over", "under"):
        raise ValueError(f'"{claim}" is not a condition. Write: X is known, X is a, b, X is not a, X over 5 or X under 5')
    path, operator, rest = tuple(words[0].split(".")), words[1], words[2].strip()
    if operator in ("over", "under"):
        return Test(path, "over" if operator == "over" else "under", (_number(rest, claim),))
    if rest == "known":
        return Test(path, "known")
    if rest == "not known":
        return Test(path, "unknown")
    if rest.startswith("not "):
        return Test(path, "is not", _values(rest[4:]))
    return Test(path, "is", _values(rest))


def _values(text: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in text.split(","))


def _number(text: str, claim: str) -> str:
    try:
        float(text)
    except ValueError:
        raise ValueError(f'"{text}" in "{claim}" is not a number') from None
    return text
