"""Who answers on a random floor: agents with habits, by telephone or by browser. All chance is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from ivr.simulator import events
from ivr.simulator.effects import Moment
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.leg import Leg
from ivr.simulator.people.handset import Taker
from ivr.simulator.people.person import HangUp, Move, Press, Silence
from tests.floor.desks import Desks
from tests.floor.people import talk_lasts

DIED, SOON = "gone without a word", 8.0
"""How a telephone ends that dies, and within how many seconds it does so early."""
DEEDS: Mapping[tuple[str, ...], int] = {
    ("hold", "unhold"): 4,
    ("consult {agent}", "back"): 3,
    ("consult {agent}", "hand-over"): 5,
    ("consult supervisor", "hand-over"): 2,
    ("transfer {queue}",): 3,
    ("check light",): 3,
    ("pause", "record"): 1,
}
"""What an agent may do in a talk, one after the other, by how often."""
BETWEEN = (5.0, 60.0)
"""Seconds from one to the next."""


@dataclass(frozen=True, slots=True)
class Habits:
    """In what share of calls an agent ignores the ringing, is engaged, declines, says nothing or hangs up, or the telephone dies;
    and does more in a talk than talk."""

    ignores: float = 0.04
    engaged: float = 0.02
    declines: float = 0.05
    silent: float = 0.02
    hangs_up: float = 0.02
    dies_early: float = 0.05
    dies_talking: float = 0.02
    does_more: float = 0.3
    deeds: Mapping[tuple[str, ...], int] = field(default_factory=lambda: DEEDS)
    answers_after: tuple[float, float] = (2.0, 12.0)


USUAL = Habits()


@dataclass(slots=True)
class Agent:
    """An agent's telephone or page, and who is at it: answers as a habit is, talks for a while, and ends the talk."""

    number: str
    exchange: Exchange
    chance: Random
    habits: Habits
    desks: Desks

    @property
    def name(self) -> str:
        return f"agent {self.number}"

    def rung(self, exchange: Taker, leg: Leg) -> None:
        """A telephone rings."""
        drawn, habits = self.chance.random(), self.habits
        if drawn < habits.ignores:
            return
        after = self.chance.uniform(*habits.answers_after)
        if drawn < habits.ignores + habits.engaged:
            exchange.clock.after(after, lambda: exchange.refuse(leg, "busy"))
            return
        exchange.clock.after(after, lambda: exchange.take(leg, Answering(self, leg)))

    def shown(self, offer: str) -> None:
        """A page shows a call."""
        if self.chance.random() >= self.habits.ignores:
            self.exchange.clock.after(self.chance.uniform(*self.habits.answers_after), lambda: self._takes(offer))

    def _takes(self, offer: str) -> None:
        match self.decides():
            case Press("1"):
                answering = Answering(self)
                answering.leg = self.desks.dial_in(self.number, offer, answering)
            case Press("2"):
                self.desks.decline(self.number, offer)

    def decides(self) -> Move:
        """Take a call, or not."""
        drawn, habits = self.chance.random(), self.habits
        for move, share in ((Press("2"), habits.declines), (Silence(), habits.silent), (HangUp(), habits.hangs_up)):
            drawn -= share
            if drawn < 0:
                return move
        return Press("1")

    def reads(self, sender: str, body: str) -> bool:
        return True


@dataclass(slots=True)
class Answering:
    """An agent on one call."""

    agent: Agent
    leg: Leg | None = None
    is_done: bool = field(default=False, init=False)
    is_talking: bool = field(default=False, init=False)

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        return self._begins_talk() if moment.kind == "talk" else self.agent.decides()

    def _begins_talk(self) -> None:
        if self.is_talking:
            return
        self.is_talking, chance, clock = True, self.agent.chance, self.agent.exchange.clock
        lasts, deeds = talk_lasts(chance), self.agent.habits.deeds
        if chance.random() < self.agent.habits.dies_talking:
            clock.after(lasts / 2, self._dies)
            return
        clock.after(lasts, self._ends)
        if chance.random() < self.agent.habits.does_more:
            self._does_later(list(chance.choices([*deeds], [*deeds.values()])[0]), chance.uniform(0, lasts / 2))

    def _does_later(self, deeds: list[str], seconds: float) -> None:
        if deeds:
            self.agent.exchange.clock.after(seconds, lambda: self._does(*deeds))

    def _does(self, deed: str, *deeds: str) -> None:
        agent = self.agent
        if self._is_on_the_line and agent.desks.do(agent.number, deed, agent.chance):
            self._does_later(list(deeds), agent.chance.uniform(*BETWEEN))

    @property
    def _is_on_the_line(self) -> bool:
        return self.leg is not None and not self.leg.is_over

    def hears(self, event: events.Event) -> None:
        """Some telephones die in the room, while the caller is on the way."""
        if isinstance(event.what, events.Joined) and self.agent.chance.random() < self.agent.habits.dies_early:
            self.agent.exchange.clock.after(self.agent.chance.uniform(0, SOON), self._dies)

    def _dies(self) -> None:
        if self.leg is not None and not self.leg.is_over:
            self.agent.exchange.hang_up(self.leg, DIED)

    def _ends(self) -> None:
        if self.leg is not None and not self.leg.is_over:
            self.agent.desks.end(self.agent.number, self.leg)
