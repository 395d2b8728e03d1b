"""A day as hotlines have it: few calls at night, most before noon and after lunch, agents who come and go with them, and five lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.agents.chance import exponential, lognormal
from ivr.agents.floor import LANGUAGE, Habits, Line, Seat
from ivr.agents.model import HOUR, MINUTE, SECOND, Agent

HOURS = 24
BUSY = (8, 5, 4, 3, 3, 5, 12, 30, 65, 95, 100, 90, 70, 75, 90, 95, 85, 70, 55, 50, 48, 40, 25, 14)
"""How busy each hour is, in hundredths of the busiest."""
SHIFT_HOURS = 8
SHARES = {"account": 0.25, "payment": 0.3, "refund": 0.25, "complaints": 0.08, "security": 0.12}
"""Which part of the calls comes for each line."""
FEWEST = len(SHARES)
"""So many agents, each with two of the lines, serve all of them."""
URGENT = {"security": 30 * MINUTE}
OCCUPANCY = 0.9
"""The share of their time that agents are busy, when nobody says how many calls come."""
SPREAD = 0.8
"""The standard deviation of talks as a share of their mean."""


@dataclass(frozen=True, slots=True)
class Day:
    """How many agents the busiest hour asks for, and the callers. Spans are means, in seconds."""

    agents: int
    talk: float = 300
    wrap_up: float = 45
    patience: float = 300
    callbacks: float = 0.2
    calls_per_hour: float | None = None

    def lines(self) -> list[Line]:
        """Give who rings for what."""
        most = self.calls_per_hour or OCCUPANCY * self.agents * HOUR / SECOND / (self.talk + self.wrap_up)
        talk, patience = lognormal(self.talk * SECOND, SPREAD), exponential(self.patience * SECOND)
        hours = {name: [most * share * busy / 100 for busy in BUSY] for name, share in SHARES.items()}
        return [Line(name, calls, talk, patience, URGENT.get(name, 0), self.callbacks) for name, calls in hours.items()]

    def seats(self) -> list[Seat]:
        """Give the agents: one comes whenever fewer are there than the hour asks for, and stays for a shift. Each does two of the lines."""
        habits = Habits(lognormal(6 * SECOND, 0.5), refuses=0.03, ignores=0.01, wrap_up=lognormal(self.wrap_up * SECOND, SPREAD))
        starts = enumerate(self._starts())
        return [Seat(_agent(number), hour * HOUR, (hour + SHIFT_HOURS) * HOUR, habits) for number, hour in starts]

    def _starts(self) -> Iterator[int]:
        there = [0] * (HOURS + SHIFT_HOURS)
        for hour, busy in enumerate(BUSY):
            while there[hour] < max(FEWEST, round(self.agents * busy / 100)):
                there[hour : hour + SHIFT_HOURS] = (staff + 1 for staff in there[hour : hour + SHIFT_HOURS])
                yield hour


def _agent(number: int) -> Agent:
    lines = list(SHARES)
    best, second = lines[number % len(lines)], lines[(number + 1) % len(lines)]
    return Agent(f"agent {number + 1}", {best: 1, second: 2}, frozenset([LANGUAGE]))
