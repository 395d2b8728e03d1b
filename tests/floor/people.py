"""Who rings and who answers on a random floor: callers with patience and wishes, agents with habits. All chance is handed in."""

from dataclasses import dataclass, field
from functools import partial
from random import Random

from ivr.simulator import events
from ivr.simulator.effects import Moment
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.leg import Leg
from ivr.simulator.people.handset import Taker
from ivr.simulator.people.person import HangUp, Leave, Move, Press, Silence

MINUTE = 60.0
PATIENCE = 10 * MINUTE
TALK_MEDIAN, TALK_SPREAD = 5.1 * MINUTE, 0.8
"""A mean of seven minutes."""
LONGEST_TALK = 40 * MINUTE
DIED, SOON = "gone without a word", 8.0
"""How a telephone ends that dies, and within how many seconds it does so early."""
HASTY = 0.05
"""So many hang up at a moment that has nothing to do with the wait."""
WISHES = {"1": 0.15, "3": 0.01, "9": 0.005}
"""Keys pressed in a round of the wait: a callback, a message, a freeze."""
MOST_MOVES = 25
"""Who has keyed so often gives up."""
GOES_AT_ONCE = 0.4
"""So many hang up at a question after the talk."""
TOLD = ("回电已经登记", "Your callback is booked", "留言已经保存", "Your message is saved")
"""Words that tell a caller what becomes of their matter when nobody talks to them now."""
NOT_AT_HOME, ANOTHER_TIME, TO_THE_TELEPHONE = 0.3, 0.1, (2.0, 15.0)
"""How often nobody picks up who is called back, or wants to be called at another time; and after how many seconds they pick up."""
EVENING = "3"
"""The key for a callback in the evening."""
SPEAK = ("请在提示音后", "After the tone", "after the tone")
"""Words after which no key is pressed."""


def talk_lasts(chance: Random) -> float:
    """Draw for how many seconds two talk."""
    return min(chance.lognormvariate(0, TALK_SPREAD) * TALK_MEDIAN, LONGEST_TALK)


@dataclass(slots=True)
class Caller:
    """Somebody who keys the way to a team, waits with patience, talks, may wish for something else, and can be called back."""

    name: str
    exchange: Exchange
    chance: Random
    keys: list[str]
    leg: Leg | None = None
    is_done: bool = False
    talked: bool = False
    told: bool = False
    is_to_speak: bool = False
    moves: int = 0
    waits: bool = False

    def rung(self, exchange: Taker, leg: Leg) -> None:
        """Be called back: answer, if at all, and mostly want to talk."""
        if self.chance.random() < NOT_AT_HOME:
            return
        self.leg, self.moves, self.waits, self.told = leg, 0, False, False
        self.keys = ["2", "1", EVENING] if self.chance.random() < ANOTHER_TIME else ["1"]
        exchange.clock.after(self.chance.uniform(*TO_THE_TELEPHONE), lambda: exchange.take(leg, self))

    def reads(self, sender: str, body: str) -> bool:
        return True

    def hang_up(self, why: str) -> None:
        """Put the phone down, if it is in the hand."""
        if self.leg and not self.leg.is_over:
            self.exchange.hang_up(self.leg, why)

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        """Act on what is asked; in the line mostly nothing."""
        self.moves += not moment.waiting
        if moment.kind == "talk":
            return None
        if self.moves > MOST_MOVES:
            return HangUp("gave up")
        if self.talked and self.chance.random() < GOES_AT_ONCE:
            return HangUp()
        if moment.kind == "record":
            return Leave(4)
        if moment.waiting:
            return self._wishes()
        if self.is_to_speak:
            return Silence()
        return Press(self.keys.pop(0) if self.keys else "1")

    def _wishes(self) -> Move:
        drawn = self.chance.random()
        for key, share in WISHES.items():
            drawn -= share
            if drawn < 0:
                return Press(key)
        return Silence()

    def hears(self, event: events.Event) -> None:
        match event.what:
            case events.Enqueue() if not self.waits:
                self.waits = True
                self.exchange.clock.after(self.chance.expovariate(1 / PATIENCE), self._loses_patience)
            case events.Talk():
                self.talked, self.waits = True, False
            case events.Say(text):
                self.told = self.told or any(words in text for words in TOLD)
                self.is_to_speak = any(words in text for words in SPEAK)

    def _loses_patience(self) -> None:
        if self.waits:
            self.hang_up("lost patience")


@dataclass(frozen=True, slots=True)
class Habits:
    """In what share of calls an agent ignores the ringing, is engaged, declines, says nothing or hangs up, or the telephone dies."""

    ignores: float = 0.04
    engaged: float = 0.02
    declines: float = 0.05
    silent: float = 0.02
    hangs_up: float = 0.02
    dies_early: float = 0.05
    dies_talking: float = 0.02
    answers_after: tuple[float, float] = (2.0, 12.0)


USUAL = Habits()


@dataclass(slots=True)
class Agent:
    """An agent's telephone, and who holds it: answers as a habit is, talks for a while, and hangs up."""

    name: str
    exchange: Exchange
    chance: Random
    habits: Habits

    def rung(self, exchange: Taker, leg: Leg) -> None:
        drawn, habits = self.chance.random(), self.habits
        if drawn < habits.ignores:
            return
        after = self.chance.uniform(*habits.answers_after)
        if drawn < habits.ignores + habits.engaged:
            exchange.clock.after(after, lambda: exchange.refuse(leg, "busy"))
            return
        exchange.clock.after(after, lambda: exchange.take(leg, Answering(self, leg)))

    def reads(self, sender: str, body: str) -> bool:
        return True


@dataclass(slots=True)
class Answering:
    """An agent on one call."""

    agent: Agent
    leg: Leg
    is_done: bool = field(default=False, init=False)
    is_talking: bool = field(default=False, init=False)

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        return self._begins_talk() if moment.kind == "talk" else self._decides()

    def _decides(self) -> Move:
        drawn, habits = self.agent.chance.random(), self.agent.habits
        for move, share in ((Press("2"), habits.declines), (Silence(), habits.silent), (HangUp(), habits.hangs_up)):
            drawn -= share
            if drawn < 0:
                return move
        return Press("1")

    def _begins_talk(self) -> None:
        if not self.is_talking:
            self.is_talking, chance = True, self.agent.chance
            lasts = talk_lasts(chance)
            self._ends_after(*(lasts / 2, DIED) if chance.random() < self.agent.habits.dies_talking else (lasts, "hung up"))

    def hears(self, event: events.Event) -> None:
        """Some telephones die in the room, while the caller is on the way."""
        if isinstance(event.what, events.Joined) and self.agent.chance.random() < self.agent.habits.dies_early:
            self._ends_after(self.agent.chance.uniform(0, SOON), DIED)

    def _ends_after(self, seconds: float, why: str) -> None:
        self.agent.exchange.clock.after(seconds, partial(self.agent.exchange.hang_up, self.leg, why))
