"""What a rule is, and what it looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from ivr.compiler.checks.quiet import Quiet
from ivr.compiler.checks.slots import Slots
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found, Level
from ivr.flow.graph import Flow
from ivr.lint.arrows import arrows, reached
from ivr.lint.opening import opening
from ivr.lint.paths import going_on
from ivr.lint.people import near_people
from ivr.lint.texts import Written, written


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

    @cached_property
    def quiet(self) -> Quiet:
        """How calls go on by themselves, whatever actions answer."""
        return Quiet(self.draft, ("action",))

    @cached_property
    def slots(self) -> Slots:
        """What slots hold, and all that fills them."""
        return Slots(self.draft)

    @cached_property
    def near_people(self) -> frozenset[str]:
        """The nodes with people behind them, after one question at the most."""
        return near_people(self.draft, self.arrows)

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The nodes of every call's beginning, up to its first questions."""
        return opening(self.draft, self.quiet)

    @cached_property
    def going_on(self) -> frozenset[str]:
        """The nodes from which a silent caller comes to more than the end of the call."""
        return going_on(self.draft, self.quiet)

    @cached_property
    def texts(self) -> tuple[Written, ...]:
        """Every text as it is written."""
        return tuple(written(self.draft))


class Rule(Protocol):
    """A module of `ivr.lint.rules`. Its docstring is its documentation: what, why, and on which evidence.

    SETTING is the default: a number, a text, a tuple of texts, a table of them, or None where there is nothing to set.
    `check` yields what it found by route; `rule` is filled in for it, and `level` with LEVEL unless it says another.
    """

    ID: str
    LEVEL: Level
    SETTING: Any

    def check(self, menus: Menus, setting: Any, /) -> Iterator[Found]: ...
