"""The wait: what a caller in line hears each round, and what a key pressed there wishes. Rounds need no database."""

from dataclasses import dataclass

from ivr.errors import StorageError
from ivr.flow.graph import Flow, Queue
from ivr.flow.words import Part
from ivr.service.queueing import OVERFLOW, place_of
from ivr.storage.base import Store

ROUND_SECONDS = 60
"""A round of a queue that the menus do not know."""
AWAY = "away"
"""An entry whose wish is kept already: the carrier asks again when our answer was lost."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of waiting: the language it is in, the parts said, about how many seconds it lasts, and whether keys do anything."""

    language: str
    parts: tuple[Part, ...]
    seconds: int
    keys: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """Answers for those who wait."""

    store: Store

    def round(self, flow: Flow, entry: str, cycle: int) -> Round:
        """Give round `cycle` of an entry's wait: the messages in turn, then what the keys do."""
        language, queue = _language(flow, entry), _queue(flow, entry)
        if queue is None or not queue.messages:
            return Round(language, (flow.fragment("one_moment"),), ROUND_SECONDS, keys=False)
        message = queue.messages[cycle % len(queue.messages)]
        lines = tuple(key.line for key in queue.keys.values() if key.line is not None)
        return Round(language, (message, *lines), queue.every, keys=bool(queue.keys))

    def is_overflow(self, entry: str) -> bool:
        """Tell whether an entry waits where callers wait whom nothing else could serve."""
        place = place_of(entry)
        return place is not None and place.queue == OVERFLOW

    def is_store_back(self) -> bool:
        """Tell whether the store can serve those in the overflow again."""
        try:
            self.store.ready()
        except StorageError:
            return False
        return True

    def wish(self, flow: Flow, entry: str, digits: str) -> bool:
        """Keep what a key pressed while waiting wishes; True when the caller should now leave the wait."""
        queue = _queue(flow, entry)
        key = queue.keys.get(digits) if queue else None
        if key is None:
            return False
        with self.store.unit() as unit:
            if unit.wish(entry, key.wish):
                return True
            kept = unit.entry(entry)
        return kept is not None and kept.state == AWAY

    def wished(self, entry: str) -> str | None:
        """Give the wish an entry left the wait with."""
        with self.store.unit() as unit:
            kept = unit.entry(entry)
        return kept.wish if kept else None


def _language(flow: Flow, entry: str) -> str:
    place = place_of(entry)
    return place.language if place and place.language in flow.languages else next(iter(flow.languages))


def _queue(flow: Flow, entry: str) -> Queue | None:
    place = place_of(entry)
    return flow.queues.get(place.queue) if place else None
