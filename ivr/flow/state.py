"""What is remembered of a call between two turns: frozen, small, and the same after a trip through JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

HISTORY = 16
"""Questions that `back` can return to."""
CALLER = "caller"
"""The slot of who is calling: it lasts the call in every hotline, and is never part of a draft."""
MANNERS = ("language", "pace")
"""Slots that are part of how a caller is spoken to: they last the call, and what the caller chooses is remembered for the number."""
NORMAL, SLOW = PACES = ("normal", "slow")
"""How fast a caller is spoken to, and how long waited for."""
PATH = 24
"""Choices kept for the story an agent reads."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A sub-flow in progress: the node that called it, the errors of the task around it, and whether it guards that node."""

    site: str
    errors: int = 0
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A question the caller has come through. When a new task began after it, `kept` holds the slots that its own task lost."""

    node: str
    depth: int = 0
    kept: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class CallState:
    """A call as the engine knows it.

    `memo` belongs to the current node alone. `said` are the ids of the parts said since the caller last acted, `spoken` how
    many of them the caller has already been sent. `came` is the last menu of a history that an action closed, `path` the choices so far.
    From a choice until the call listens again, `acted` is True and `fresh` names the slots filled since. `heard` is True once the caller
    has keyed or said anything at all. `unsure` is the key of the last change outside, while it is not known whether it was made.
    """

    language: str
    pace: str = ""
    turn: int = 0
    node: str = ""
    memo: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    errors: int = 0
    frames: tuple[Frame, ...] = ()
    history: tuple[Visit, ...] = ()
    said: tuple[str, ...] = ()
    spoken: int = 0
    came: str = ""
    path: tuple[str, ...] = ()
    acted: bool = False
    fresh: tuple[str, ...] = ()
    tail_heard: bool = False
    heard: bool = False
    unsure: str = ""
    ended: str = ""

    def but(self, **changes: Any) -> Self:
        """Give the same state with these fields changed: `dataclasses.replace`, at a sixth of its price."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.__dict__.update(changes)
        return other

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON values; defaults are left out."""
        data = {name: value for name, value in self.__dict__.items() if value or name == "language"}
        if self.frames:
            data["frames"] = [[frame.site, frame.errors, int(frame.gate)] for frame in self.frames]
        if self.history:
            data["history"] = [[visit.node, visit.depth, visit.kept] for visit in self.history]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Take back what `to_json` gave."""
        values = dict(data)
        values["frames"] = tuple(Frame(site, errors, bool(gate)) for site, errors, gate in data.get("frames", ()))
        values["history"] = tuple(Visit(node, depth, kept) for node, depth, kept in data.get("history", ()))
        for name in ("said", "path", "fresh"):
            values[name] = tuple(data.get(name, ()))
        return cls(**values)
