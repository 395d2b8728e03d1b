"""What a rule is, and what it looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found, Level
from ivr.flow.graph import Flow
from ivr.lint.arrows import arrows, reached


@dataclass(frozen=True)
class Menus:
    """Menus that compile. `before` is how they were, for what became stale; `today` is for what runs out."""

    draft: Draft
    flow: Flow
    before: Draft | None = None
    today: date | None = None

    @cached_property
    def arrows(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes each node may lead to."""
        return arrows(self.draft)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The nodes some call may come to."""
        return reached(self.draft, self.arrows)


class Rule(Protocol):
    """A module of `ivr.lint.rules`. Its docstring is its documentation: what, why, and on which evidence.

    SETTING is the default: a number, a tuple of texts, a table of them, or None where there is nothing to set.
    `check` yields what it found by route; `rule` is filled in for it, and `level` with LEVEL unless it says another.
    """

    ID: str
    LEVEL: Level
    SETTING: Any

    def check(self, menus: Menus, setting: Any, /) -> Iterator[Found]: ...
