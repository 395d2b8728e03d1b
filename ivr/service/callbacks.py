"""Calls back: who waits at home is called when it is their turn and an agent is in the room, and goes on as a call of their own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.compiler.library import Library
from ivr.flow.calling_back import call_back
from ivr.service import offers
from ivr.service.clock import ServiceWorld
from ivr.service.one_turn import Request
from ivr.service.queueing import place_of
from ivr.service.rooms import Words
from ivr.service.switches import Switchboard
from ivr.service.tries import callback_of, end_try, keep_leg
from ivr.service.turns import Turns
from ivr.service.whisper import said
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OfferRow
from ivr.storage.records import Entry

TALK, LATER = "1", "2"
WISH = "callback"
"""What a queue's wishes call a callback: where who wants another time is asked for it."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Answers the telephones of those who waited at home."""

    store: Store
    library: Library
    switchboard: Switchboard
    turns: Turns
    clock: Callable[[], datetime]

    def greet(self, made: str, leg: str) -> Words | None:
        """Tell who picks up who calls, and the keys, or that the line has closed; None when they wait at home no more."""
        with self.store.unit() as unit:
            entry = _at_home(unit, made)
            if entry is None:
                return None
            keep_leg(unit, made, leg)
            offer = unit.offer_of(entry.id)
        place, flow, is_closed = place_of(entry.id), self.library.current, self._is_closed(entry, offer)
        greeting = said(flow, entry.language, "callback.closed" if is_closed else "callback.greeting")
        return Words(flow, place.pace if place else "", (greeting,) if greeting else ())

    def reached(self, made: str, leg: str, called: str, ours: str, digits: str) -> bool:
        """Take the key by which somebody shows that they are there: their call begins at the line whose place was kept for them.

        Who wants another time leaves that line in the same commit, as a key of the wait would have it. False when they wait at home no
        more; or still, since the line has closed: the next try is when it is open.
        """
        with self.store.unit() as unit:
            entry = _at_home(unit, made)
            offer = unit.offer_of(entry.id) if entry is not None else None
        if entry is None or (digits == TALK and self._is_closed(entry, offer)):
            return False
        place, flow = place_of(entry.id), self.library.current
        begun = call_back(flow, entry.queue, json.loads(entry.story or "{}"), entry.language, place.pace if place else "")
        self.turns.take(Request(leg, 0, begun, called, ours, entry.id, WISH if digits == LATER else ""))
        return True

    def ended(self, made: str, leg: str) -> None:
        """A try is over, and known to be made."""
        with self.store.unit() as unit:
            keep_leg(unit, made, leg)
            end_try(unit, made, self.clock())

    def _is_closed(self, entry: Entry, offer: OfferRow | None) -> bool:
        """Tell whether nobody is there to talk to: no agent waits for them in a room, and the line is closed."""
        now, flow = self.clock(), self.library.current
        world = ServiceWorld(flow, now, self.switchboard.on(now))
        return offer is None and entry.queue in flow.queues and not world.is_staffed(entry.queue, now)


def _at_home(unit: Unit, made: str) -> Entry | None:
    """Give whom a try is to reach, if they wait at home still: by this callback, or by one that they have moved it to."""
    callback = unit.callback(callback_of(made))
    entry = unit.entry(callback.entry) if callback else None
    return entry if entry is not None and entry.state == offers.AT_HOME else None
