"""What theory says of a line: one queue, agents alike, calls by chance, and handling and patience that know no past.

Erlang C is for callers who wait for ever, Erlang A for those who lose patience. Both stand on Erlang B: the share of calls lost where
nobody can wait, found step by step so that no factorial overflows.
"""

from dataclasses import dataclass
from itertools import accumulate, count, takewhile
from math import exp, inf

HOUR = 3600
NOTHING = 1e-15
"""A state rarer than this changes no figure."""


@dataclass(frozen=True, slots=True)
class Load:
    """What comes and who is there. Times are means, in seconds; nobody loses patience unless told."""

    calls_per_hour: float
    handling_seconds: float
    agents: int
    patience_seconds: float = inf

    @property
    def erlangs(self) -> float:
        """How many agents would be busy if all calls were handled."""
        return self.calls_per_hour * self.handling_seconds / HOUR


@dataclass(frozen=True, slots=True)
class Steady:
    """A line that has run for long: shares of callers who wait and who give up, the mean wait of all of them in seconds, and the share
    of their time that agents are busy.
    """

    waiting: float
    abandoned: float
    mean_wait: float
    occupancy: float


def erlang_c(load: Load) -> Steady:
    """Nobody gives up. With too few agents the line grows without end."""
    spare = load.agents - load.erlangs
    if spare <= 0:
        return Steady(waiting=1.0, abandoned=0.0, mean_wait=inf, occupancy=1.0)
    lost = 1 / _one_lost_of(load)
    waiting = load.agents * lost / (load.agents - load.erlangs * (1 - lost))
    return Steady(waiting, 0.0, waiting * load.handling_seconds / spare, load.erlangs / load.agents)


def answered_within(load: Load, seconds: float) -> float:
    """Give the share of callers that Erlang C has answered within a time: the service level of a line that nobody leaves."""
    spare = load.agents - load.erlangs
    return 1 - erlang_c(load).waiting * exp(-spare * seconds / load.handling_seconds) if spare > 0 else 0.0


def erlang_a(load: Load) -> Steady:
    """Callers give up, so there is a steady state however few the agents are.

    States with callers in line are weighed against the one in which all agents are busy and nobody waits, which Erlang B gives.
    """
    served, gives_up = load.agents / load.handling_seconds, 1 / load.patience_seconds
    arrivals = load.calls_per_hour / HOUR
    ratios = (arrivals / (served + place * gives_up) for place in count(1))
    in_line = list(takewhile(lambda weight: weight > NOTHING, accumulate(ratios, lambda weight, ratio: weight * ratio)))
    full = 1 / (_one_lost_of(load) + sum(in_line))
    mean_wait = full * sum(place * weight for place, weight in enumerate(in_line, 1)) / arrivals
    abandoned = mean_wait * gives_up
    return Steady(full * (1 + sum(in_line)), abandoned, mean_wait, load.erlangs * (1 - abandoned) / load.agents)


def _one_lost_of(load: Load) -> float:
    """Give of how many calls one would be lost, by Erlang B; infinite where agents are so many that it never happens."""
    calls = 1.0
    for agents in range(1, load.agents + 1):
        calls = 1 + calls * agents / load.erlangs
    return calls
