"""How the carrier may settle what Twilio leaves open: as usual, a point the other way, or a mix; and which points a play asks about.

A play goes by its seed alone: a point that it does not ask about changes nothing in it.
"""

import os
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict
from functools import cached_property
from random import Random
from typing import Any

from ivr.simulator.unsure import Unsure, read_unsure

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
DEFAULT, EVERY = "default", "every way"
NAMES = tuple(point.name for point in Unsure.points())
MIXES = 3
"""So many of each story, to soak: what two points do together is tried with other mixes at each change of the code."""
COUNTS: Counter[str] = Counter()
"""What a soak has tried so far."""


class Noted(Unsure):
    """Notes which points were asked about."""

    @cached_property
    def asked(self) -> set[str]:
        return set()

    def __getattribute__(self, name: str) -> Any:
        if name in NAMES:
            self.asked.add(name)
        return super().__getattribute__(name)


def noted(settled: str) -> Noted:
    """Settle things so for one play."""
    COUNTS["plays"] += 1
    return Noted(**asdict(read_unsure(settled)))


def flip(name: str) -> str:
    return f"flip:{name}"


def drawn(chance: Random) -> list[str]:
    """List some ways: as usual, one point the other way, and a mix; to soak, all in one."""
    return [EVERY] if SOAK else [DEFAULT, flip(chance.choice(NAMES)), f"seed:{chance.randrange(10**6)}"]


def ways(settled: str, asked: Collection[str], story: str) -> Iterator[str]:
    """Give one way; or every one: as usual first, then each point the other way that was `asked` about by then, and mixes for the story."""
    if settled != EVERY:
        yield settled
        return
    yield DEFAULT
    for name in NAMES:
        if name in asked:
            COUNTS["flips"] += 1
            yield flip(name)
    chance = Random(story)
    yield from (f"seed:{chance.randrange(10**6)}" for _ in range(MIXES))
