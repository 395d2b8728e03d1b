"""What is asked of a slot's value: the tests of conditions, and how long a list is. Values that answer alike are alike to the proof."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from ivr.flow.conditions import Test, holds
from ivr.flow.slots import look


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing asked of the value at `path` within a slot: a test, the size of a list, or an aspect of each of its items."""

    path: tuple[str, ...]
    ask: "Test | Literal['size'] | Aspect"

    def under(self, path: tuple[str, ...]) -> "Aspect":
        """Ask the same of a value that holds this one at `path`."""
        return replace(self, path=(*path, *self.path))

    def answer(self, value: Any) -> Hashable:
        """Give what a value answers."""
        found = look({"": value}, ("", *self.path))
        match self.ask:
            case Test():
                return holds((self.ask,), lambda path: found)
            case Aspect():
                return tuple(self.ask.answer(item) for item in found) if isinstance(found, list) else None
        return len(found) if isinstance(found, list) else None


def tested(operator: Literal["known", "is"], *values: str) -> Aspect:
    """Ask a test of the slot itself."""
    return Aspect((), Test((), operator, values))


def answers(aspects: Iterable[Aspect], value: Any) -> tuple[Hashable, ...]:
    """Give what a value answers to all that is asked of it."""
    return tuple(aspect.answer(value) for aspect in aspects)


def told_apart(aspects: tuple[Aspect, ...], values: Iterable[Any]) -> list[Any]:
    """Keep one value of those that answer alike: the first."""
    kept: dict[tuple[Hashable, ...], Any] = {}
    for value in values:
        kept.setdefault(answers(aspects, value), value)
    return list(kept.values())
