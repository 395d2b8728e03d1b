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
DEFAULT, FLIP = "default", "flip:"
NAMES = tuple(point.name for point in Unsure.points())
MIXES = 3 if SOAK else 1
"""So many of each story: what two points do together is tried with other mixes at each change of the code."""
COUNTS: Counter[str] = Counter()
"""What has been played so far."""


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
    COUNTS["with one point the other way"] += settled.startswith(FLIP)
    return Noted(**asdict(read_unsure(settled)))


def flip(name: str) -> str:
    return FLIP + name


def ways(asked: Collection[str], story: str, seed: int) -> Iterator[str]:
    """Give some ways: as usual first, one point of those that were `asked` about by then the other way, or, to soak, each; and mixes."""
    chance = Random(f"{seed} {story}")
    yield DEFAULT
    points = (name for name in NAMES if name in asked)
    yield from map(flip, points if SOAK else [chance.choice([*points])])
    yield from (f"seed:{chance.randrange(10**6)}" for _ in range(MIXES))
