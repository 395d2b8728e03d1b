"""Declarations of actions: what they take, what they give, and every outcome with a sample that can really happen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Sample = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Action:
    """One action menus may name.

    `words` are all that a field of type "word" may hold, where they are few and known.
    `where` is "outside" (before the transaction, under 3 s, one a turn) or "inside" (part of the turn's commit).
    `takes` maps an argument to its type; a name ending in `?` may be left out. `data` maps a field to its type;
    `outcomes` maps each outcome to a sample of its data, or a list of them when it finds several: the fields in the sample are the
    fields it fills.
    `changes` is True when it changes something the caller cannot take back by going back.
    `once_per` names arguments that make the effect's key, for the whole call; without them it is the turn that does.
    """

    name: str
    where: Literal["outside", "inside"]
    outcomes: Mapping[str, Sample]
    takes: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: bool = False
    once_per: tuple[str, ...] = ()


Actions = Mapping[str, Action]
