"""What a node may decide about an event. The engine applies a decision to the real stack and history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ivr.flow.commands import Continue, Enqueue, Gather, Record, Words
from ivr.flow.fields import Jump
from ivr.flow.words import Part

Why = Literal["no_input", "invalid", "unclear", "length", "date", "amount", "phone", "again"]
By = Literal["key", "speech", "entry", "rule"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask or wait. `says` are parts said first (and again on repeat), `words` the question itself, `fill` put into slots,
    `memo` the node's own note."""

    listen: Gather | Record | Enqueue | Continue
    words: tuple[Words, ...] = ()
    says: tuple[Part, ...] = ()
    fill: Mapping[str, Any] = field(default_factory=dict)
    memo: Mapping[str, Any] | None = None
    question: bool = True
    tail: bool = False


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go on by a jump; `says` is said on the way, `fill` put into slots. `by` and `key` tell what the caller did:
    chose by key or speech, keyed an entry, or nothing (a rule)."""

    jump: Jump
    says: tuple[Part, ...] = ()
    fill: Mapping[str, Any] = field(default_factory=dict)
    by: By = "rule"
    key: str = ""
    memo: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Enter:
    """Come to a node; what was chosen, said and filled on the way is done."""

    target: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask this node's question again without an error, saying `words` once before it."""

    words: tuple[Part, ...] = ()
    memo: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: say why, ask again, or give up when the task's attempts are used."""

    why: Why
    words: tuple[Part, ...] = ()
    memo: Mapping[str, Any] | None = None
    fill: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before this one, as this caller came."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say again all that was said since the caller last acted, then the question."""

    memo: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Up:
    """To the menu from which this answer was chosen."""

    by: By = "rule"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """Enter a sub-flow at `target`; its return comes back to this node."""

    target: str
    fill: Mapping[str, Any] = field(default_factory=dict)
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """Leave the sub-flow with an outcome."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Perform:
    """Want an action done; its answer comes back to this node as ActionDone."""

    action: str
    args: Mapping[str, Any] = field(default_factory=dict)
    says: tuple[Part, ...] = ()
    memo: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class End:
    """End the call under a name."""

    ending: str


Decision = Wait | GoTo | Enter | Ask | Miss | Back | Repeat | Up | Call | Return | Perform | End
