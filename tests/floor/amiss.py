"""What is amiss in the rooms of the carrier, held against what the store wishes of them, and for how long it has been so."""

from collections.abc import Iterator
from datetime import datetime

from ivr.service.rooms import CALLER, OWNER, room_of
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.rooms import Room
from ivr.storage.base import Store
from ivr.storage.floor_records import OfferRow


class Amiss:
    """Looked at again and again: `longest` keeps for how many seconds on end each thing was amiss, at most."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.longest: dict[str, float] = {}
        self._since: dict[str, float] = {}

    def look(self, exchange: Exchange, now: datetime, begun: float) -> None:
        """Look once. What was amiss before `begun` counts from then."""
        elapsed = exchange.clock.elapsed
        self._since = {what: self._since.get(what, elapsed) for what in self._find(exchange, now)}
        for what, since in self._since.items():
            self.longest[what] = max(self.longest.get(what, 0), elapsed - max(since, begun))

    def _find(self, exchange: Exchange, now: datetime) -> Iterator[str]:
        rooms = [room for room in exchange.office.rooms.by_sid.values() if room.participants]
        if not rooms:
            return
        with self._store.unit() as unit:
            talks = {room_of(offer.opener): offer for offer in unit.stale_offers(now) if offer.role == OWNER and offer.state == "talking"}
        for room in rooms:
            if len(room.participants) == 1:
                yield f"{room.participants[0].label} is alone in {room.name}"
            elif sum(each.end for each in room.participants) != 1:
                yield f"{room.name} has not one owner"
            if room.name in talks:
                yield from _not_as_wished(room, talks[room.name])


def _not_as_wished(room: Room, talk: OfferRow) -> Iterator[str]:
    caller = room.find(CALLER)
    if caller and caller.held != talk.is_held:
        yield f"the caller in {room.name} is held, or is not, against what is wished"
    if room.recording and (room.recording.status == "paused") != talk.is_paused:
        yield f"{room.name} is recorded, or is not, against what is wished"
