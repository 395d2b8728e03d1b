"""A virtual caller: works through a list, presses keys at random, loses interest."""

from random import Random

from ivr.simulator.effects import Moment
from ivr.simulator.events import Event
from ivr.simulator.faces.script import Inputs
from ivr.simulator.load.mix import Kind
from ivr.simulator.people.person import HangUp, Leave, Move, Press, Silence

KEYS = "0123456789*#"
SILENCES = 0.1
"""Of random moves, so many are none."""
LONGEST_MESSAGE_SECONDS = 20.0


class Caller:
    """One of a kind, with habits decided by chance."""

    def __init__(self, kind: Kind, random: Random) -> None:
        self._hangs_up, self._random = kind.hangs_up, random
        self._inputs, self._left = Inputs(kind.moves), kind.random

    @property
    def is_done(self) -> bool:
        return self._inputs.is_done and not self._left

    def interrupts(self, moment: Moment) -> Move | None:
        return self._inputs.interrupts(moment)

    def answers(self, moment: Moment) -> Move | None:
        if self._random.random() < self._hangs_up:
            return HangUp("lost interest")
        move = self._inputs.answers(moment)
        return self._at_random(moment) if move is None and self._inputs.is_done else move

    def hears(self, event: Event) -> None:
        return None

    def _at_random(self, moment: Moment) -> Move | None:
        if not self._left or moment.kind not in ("gather", "record"):
            return None
        self._left -= 1
        if moment.kind == "record":
            return Leave(self._random.uniform(0, LONGEST_MESSAGE_SECONDS))
        return Silence() if self._random.random() < SILENCES else Press(self._random.choice(KEYS))
