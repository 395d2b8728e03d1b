"""Calls back: who waits at home is called when it is their turn and an agent is in the room, and goes on as a call of their own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.compiler.library import Library
from ivr.flow.calling_back import call_back
from ivr.service import offers
from ivr.service.one_turn import Request
from ivr.service.queueing import place_of
from ivr.service.rooms import Words
from ivr.service.tries import callback_of, end_try, keep_leg
from ivr.service.turns import Turns
from ivr.service.whisper import said
from ivr.storage.base import Store, Unit
from ivr.storage.records import Entry

TALK, LATER = "1", "2"
WISH = "callback"
"""What a queue's wishes call a callback: where who wants another time is asked for it."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Answers the telephones of those who waited at home."""

    store: Store
    library: Library
    turns: Turns
    clock: Callable[[], datetime]

    def greet(self, made: str, leg: str) -> Words | None:
        """Tell who picks up who calls, and the keys; None when they wait at home no more."""
        with self.store.unit() as unit:
            entry = _at_home(unit, made)
            if entry is None:
                return None
            keep_leg(unit, made, leg)
        place, flow = place_of(entry.id), self.library.current
        greeting = said(flow, entry.language, "callback.greeting")
        return Words(flow, place.pace if place else "", (greeting,) if greeting else ())

    def reached(self, made: str, leg: str, called: str, ours: str, digits: str) -> None:
        """Take the key by which somebody shows that they are there: their call begins at the line whose place was kept for them.

        Who wants another time leaves that line in the same commit, as a key of the wait would have it.
        """
        with self.store.unit() as unit:
            entry = _at_home(unit, made)
        if entry is None:
            return
        place, flow = place_of(entry.id), self.library.current
        begun = call_back(flow, entry.queue, json.loads(entry.story or "{}"), entry.language, place.pace if place else "")
        self.turns.take(Request(leg, 0, begun, called, ours, entry.id, WISH if digits == LATER else ""))

    def ended(self, made: str, leg: str) -> None:
        """A try is over, and known to be made."""
        with self.store.unit() as unit:
            keep_leg(unit, made, leg)
            end_try(unit, made, self.clock())


def _at_home(unit: Unit, made: str) -> Entry | None:
    """Give whom a try is to reach, if they wait at home still: by this callback, or by one that they have moved it to."""
    callback = unit.callback(callback_of(made))
    entry = unit.entry(callback.entry) if callback else None
    return entry if entry is not None and entry.state == offers.AT_HOME else None
