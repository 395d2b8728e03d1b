"""Those who wait and those who answer, as routing sees them. Every moment is in milliseconds since 1970, every span in milliseconds."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
ALWAYS = sys.maxsize
"""The end of what does not end."""

Kind = Literal["live", "callback"]
WaitingState = Literal["waiting", "offered", "away"]
AgentState = Literal["ready", "offered", "talking", "wrap_up", "away"]


class Level(IntEnum):
    """How high a call has been escalated, and how high an agent may be asked."""

    AGENT = 1
    SUPERVISOR = 2
    REVIEW = 3

    __hash__ = int.__hash__


Need = tuple[frozenset[str], str, Level]
"""What a call asks of an agent: all of these skills, the language, and at least the level."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry: one who waits, on the line or, as a `callback`, at home. Turning from one into the other changes nothing of the place.

    It is for an agent who has all of `skills`, speaks `language` and stands at `level` or above. It is not for an agent of
    `passed_over` before the moment written there: one who refused it for a while, the one of last time `ALWAYS`. Nobody is offered it
    before `not_before`, when a callback's window or the next try begins, nor unless its state is `waiting`: one `offered` is held out
    to an agent now, one `away` carries out a wish, and both keep their place.
    """

    id: str
    queue: str
    arrived: int
    language: str
    skills: frozenset[str] = frozenset()
    level: Level = Level.AGENT
    head_start: int = 0
    """By how much sooner it is answered than its arrival says: what is urgent has some, never without end."""
    passed_over: Mapping[str, int] = field(default_factory=dict)
    kind: Kind = "live"
    not_before: int = 0
    state: WaitingState = "waiting"

    @property
    def need(self) -> Need:
        return self.skills, self.language, self.level

    @property
    def place(self) -> tuple[int, str]:
        """The place in line, the least first: the arrival less the head start, then the id. It never changes while an entry waits."""
        return self.arrived - self.head_start, self.id


@dataclass(frozen=True, slots=True)
class Agent:
    """One who answers calls: what they can do, each skill with its rank (1 is what they do best), and since when they are ready.

    Only one who is `ready` is offered a call; the rest are on the floor and will be. Who is not on the floor is no agent here.
    """

    id: str
    skills: Mapping[str, int]
    languages: frozenset[str]
    level: Level = Level.AGENT
    state: AgentState = "ready"
    ready_since: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A call held out to one agent, both by their ids."""

    entry: str
    agent: str
