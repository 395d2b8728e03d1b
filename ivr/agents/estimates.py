"""How long one who joins a line will wait: a range in whole minutes, or nothing.

The wait is over when all who are ahead, and then the caller, have been taken. With everybody busy the next to be taken is taken at the rate
at which agents become free, and those ahead also go away by themselves at the rate at which people lose patience. So the wait is a sum of
one short span for each place, and its spread is known too: no average of past waits can know how many are ahead now and how many answer.

What was told is held against what came. The longest wait told is stretched until nine in ten of the last waits would have kept within it,
and while too few did, nothing is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from ivr.agents.model import MINUTE

RECENT = 60
"""How many of the newest talks and scores are looked at."""
WAITS = 2 * RECENT
"""How many of the newest waits are looked at: with those who hung up, they hold enough scores."""
FEW = 8
"""With fewer talks than this nothing is known of how long they take."""
ENOUGH = 20
"""With fewer scores than this the theory is believed as it is."""
KEPT = 0.9
"""How many in ten shall wait no longer than they are told."""
MUTED_BELOW = 0.7
"""When fewer than this share of the newest scores were kept, nothing is told."""
LOWEST, HIGHEST = 0.6, 2.5
"""Theory is not corrected by more: beyond that it is another line that it speaks of, and being wrong it is muted."""
NARROW = 0.45
"""The range begins at this share of its end: half of the callers wait less, and a range that tells more of them tells nothing."""
NINTH_TENTH = 1.2816
"""That many standard deviations above the mean of a normal distribution nine tenths lie below."""
LONGEST = 60 * MINUTE
"""A longer wait is not told in minutes."""


@dataclass(frozen=True, slots=True)
class Range:
    """From how long to how long a wait will be, in milliseconds; whole minutes, when it is told."""

    low: int
    top: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known of a wait: the top that theory gives, the range it is corrected to, and whether that may be told."""

    theory: int
    range: Range
    is_told: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A wait that is over: how long it was, whether an agent ended it, and what was estimated when it began, told or not."""

    waited: int
    is_answered: bool
    estimate: Estimate | None = None


def estimate(ahead: int, staff: int, handlings: Sequence[int], ended: Sequence[Ended]) -> Estimate | None:
    """Estimate a wait with so many ahead and so many agents on the floor who may take the call. None when too little is known.

    `handlings` are how long agents were busy with each of the last calls of this line, from the offer until they were ready again; `ended`
    its last waits, the newest at the end.
    """
    if staff == 0 or len(handlings) < FEW:
        return None
    scored = [(each.waited, each.estimate) for each in ended if each.estimate and _is_score(each, each.estimate)][-RECENT:]
    mean, spread = _wait(ahead, staff / _typical(handlings), _leaving(ended))
    theory = _nine_in_ten(mean, spread)
    top = ceil(theory * _stretch(scored) / MINUTE)
    told = Range(round(top * NARROW) * MINUTE, top * MINUTE)
    return Estimate(round(theory), told, is_told=told.top <= LONGEST and _is_right(scored[-ENOUGH:]))


def _is_score(ended: Ended, estimate: Estimate) -> bool:
    """Tell whether a wait says if its estimate was right. Of one who hung up before the end of the range nobody knows."""
    return ended.is_answered or ended.waited > estimate.range.top


def _wait(ahead: int, freed: float, leaving: float) -> tuple[float, float]:
    """Give the mean of a wait and its standard deviation, by the rates at which agents become free and one who waits goes away."""
    spans = [1 / (freed + place * leaving) for place in range(ahead + 1)]
    return sum(spans), sqrt(sum(span**2 for span in spans))


def _nine_in_ten(mean: float, spread: float) -> float:
    """Give the time within which nine in ten such waits are over: of the gamma distribution with that mean, by Wilson and Hilferty."""
    part = (spread / mean) ** 2 / 9
    return mean * (1 - part + NINTH_TENTH * sqrt(part)) ** 3


def _typical(handlings: Sequence[int]) -> float:
    """Give the mean, in which one endless talk counts no more than the longest of the rest."""
    longest = sorted(handlings)[-1 - len(handlings) // 20]
    return sum(min(each, longest) for each in handlings) / len(handlings)


def _leaving(ended: Sequence[Ended]) -> float:
    """Give the rate at which one who waits goes away."""
    waited = sum(each.waited for each in ended)
    return sum(not each.is_answered for each in ended) / waited if waited else 0.0


def _stretch(scored: Sequence[tuple[int, Estimate]]) -> float:
    """Give by what the theory's top must be stretched so that nine in ten of the last waits would have kept within it."""
    if len(scored) < ENOUGH:
        return 1.0
    ratios = sorted(waited / estimate.theory for waited, estimate in scored)
    needed = ratios[min(ceil(KEPT * (len(ratios) + 1)), len(ratios)) - 1]
    return min(max(needed, LOWEST), HIGHEST)


def _is_right(scored: Sequence[tuple[int, Estimate]]) -> bool:
    """Tell whether what was told of late, or would have been, came true often enough to tell more."""
    return sum(waited <= estimate.range.top for waited, estimate in scored) >= MUTED_BELOW * len(scored)
