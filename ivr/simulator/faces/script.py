"""The `--inputs` list: what the caller does at each moment the phone listens, separated by commas."""

import re
from collections.abc import Callable

from ivr.simulator.effects import Moment
from ivr.simulator.events import Event
from ivr.simulator.people.person import HangUp, Leave, Move, Press, Silence, Speak

KEYS = re.compile(r"(!?)([0-9*#]+)")
RECORD = re.compile(r"rec:\s*(\d+(?:\.\d+)?)")


class BadInput(ValueError):
    """An item that no phone understands."""


def read_inputs(text: str) -> tuple[Move, ...]:
    """Read a comma list such as `1,*0,~,say:退款,rec:4,!2,hangup`."""
    return tuple(read_item(item.strip()) for item in text.split(",")) if text.strip() else ()


def read_item(item: str) -> Move:
    """Read one item of the list."""
    if keys := KEYS.fullmatch(item):
        return Press(keys[2], at_once=bool(keys[1]))
    if spoken := RECORD.fullmatch(item):
        return Leave(float(spoken[1]))
    if item.startswith("say:") and item[4:].strip():
        return Speak(item[4:].strip())
    if item == "~":
        return Silence()
    if item == "hangup":
        return HangUp()
    raise BadInput(f"{item!r} is not an input; write keys such as 1 or *0, ~ for silence, say:WORDS, rec:SECONDS or hangup")


def waits_for(moment: Moment, move: Move) -> bool:
    """Tell whether a move is kept for later: `rec` for a recording, all but hanging up while queued or talking."""
    if moment.kind in ("queue", "talk"):
        return not isinstance(move, HangUp)
    return isinstance(move, Leave) and moment.kind != "record"


class Inputs:
    """A caller who works through a list, then stays silent and listens; so too while the next item must wait."""

    def __init__(self, moves: tuple[Move, ...]) -> None:
        self._moves = list(moves)
        self._held = False

    @property
    def is_done(self) -> bool:
        return self._held or not self._moves

    def interrupts(self, moment: Moment) -> Move | None:
        return self._next(moment, lambda move: isinstance(move, Press) and move.at_once)

    def answers(self, moment: Moment) -> Move | None:
        return self._next(moment, lambda move: True)

    def hears(self, event: Event) -> None:
        return None

    def _next(self, moment: Moment, fits: Callable[[Move], bool]) -> Move | None:
        if not self._moves or not fits(self._moves[0]):
            return None
        self._held = waits_for(moment, self._moves[0])
        return None if self._held else self._moves.pop(0)
