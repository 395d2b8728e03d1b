"""Facts worth keeping of a turn: names of nodes, keys and outcomes; never what a caller said or keyed as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entered:
    """A node was entered."""

    node: str


@dataclass(frozen=True, slots=True)
class Chose:
    """The caller chose an option, by key or by speech."""

    node: str
    key: str
    by: str


@dataclass(frozen=True, slots=True)
class Preferred:
    """The caller chose how to be spoken to: a `language`, a `pace`."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A no-input, a no-match or unclear speech; `errors` is the task's count after it."""

    node: str
    why: str
    errors: int


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The last attempt of a task failed."""

    node: str


@dataclass(frozen=True, slots=True)
class Performed:
    """An action that a node asked for answered."""

    node: str
    action: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Queued:
    """The caller joined a queue."""

    queue: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The call ended under this name."""

    ending: str


Fact = Entered | Chose | Preferred | Missed | GaveUp | Performed | Queued | Ended
