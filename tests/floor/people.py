"""Who rings on a random floor: callers with patience and wishes. All chance is handed in."""

from dataclasses import dataclass
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
HASTY = 0.05
"""So many hang up at a moment that has nothing to do with the wait."""
WISHES = {"1": 0.15, "3": 0.01, "9": 0.005}
"""Keys pressed in a round of the wait: a callback, a message, a freeze."""
MOST_MOVES = 25
"""Who has keyed so often gives up."""
AT_A_LOSS = 10
"""Who has keyed so often, and talked to nobody, asks for a person."""
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
        if self.moves > AT_A_LOSS and not self.talked:
            return Press("0")
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
