"""The wait: what a caller in line hears each round, and what a key pressed there wishes. Rounds need no database."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.compiler.library import Library
from ivr.errors import StorageError
from ivr.flow.commands import Say
from ivr.flow.graph import Flow, Queue
from ivr.service import offers, returns
from ivr.service.ahead import count_ahead
from ivr.service.clock import ServiceWorld
from ivr.service.patience import Patience
from ivr.service.queueing import OVERFLOW, place_of
from ivr.service.switches import CLOSURE
from ivr.spoken import say
from ivr.storage.base import Store

log = logging.getLogger(__name__)
ROUND_SECONDS = 60
"""A round of a queue that the menus do not know."""
POSITION = "hotline.queue.position"
"""The sentence that names the place in line; a hotline need not have it."""
AWAY = "away"
"""An entry whose wish is kept already: the carrier asks again when our answer was lost."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of waiting: of which menus, at which pace, what is said, about how many seconds it lasts, and whether keys do anything."""

    flow: Flow
    pace: str
    words: tuple[Say, ...]
    seconds: int
    keys: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """Answers for those who wait, by the menus their call began on."""

    store: Store
    library: Library
    patience: Patience
    clock: Callable[[], datetime]

    def round(self, entry: str, cycle: int) -> Round:
        """Give round `cycle` of an entry's wait: the place in line if the store can tell, the messages in turn, then what keys do."""
        flow, language, pace, queue = self._place(entry)
        if queue is None or not queue.messages:
            return Round(flow, pace, (Say(flow.fragment("one_moment").texts[language]),), ROUND_SECONDS, keys=False)
        message = queue.messages[cycle % len(queue.messages)]
        lines = (key.line for key in queue.keys.values() if key.line is not None)
        words = tuple(Say(part.texts[language]) for part in (message, *lines))
        return Round(flow, pace, (*self._position(flow, queue.name, language, entry), *words), queue.every, keys=bool(queue.keys))

    def _position(self, flow: Flow, queue: str, language: str, entry: str) -> tuple[Say, ...]:
        part = flow.parts.get(POSITION)
        if part is None:
            return ()
        try:
            ahead = self.patience.once(lambda: self._ahead(flow, queue, language, entry))
        except StorageError:
            return ()
        text, manner = part.texts[language], flow.languages[language].spoken
        return (Say(text, tuple(say(hole.kind, ahead + 1, manner) for hole in text.holes)),)

    def _ahead(self, flow: Flow, queue: str, language: str, entry: str) -> int:
        return count_ahead(flow, queue, language, self.store.ahead_of(entry, tuple(flow.queues), self.clock()), self.store.agents())

    def is_overflow(self, entry: str) -> bool:
        """Tell whether an entry waits where callers wait whom nothing else could serve."""
        place = place_of(entry)
        return place is not None and place.queue == OVERFLOW

    def is_store_back(self) -> bool:
        """Tell whether the store can serve those in the overflow again."""
        try:
            self.patience.once(self._look)
        except StorageError:
            return False
        return True

    def _look(self) -> None:
        self.store.ready()
        with self.store.unit() as unit:
            unit.waiting_count(OVERFLOW)  # within a unit: what can be read may still be locked for those who write

    def wish(self, entry: str, digits: str) -> bool:
        """Keep what a key pressed while waiting wishes; True when the caller should now leave the wait."""
        *_, queue = self._place(entry)
        key = queue.keys.get(digits) if queue else None
        return key is not None and self._leaves(entry, key.wish)

    def is_sent_out(self, world: ServiceWorld, entry: str) -> bool:
        """Take an entry out of the wait when its queue was closed in an emergency, unless an agent waits for it in the room.

        While that cannot be kept it waits on.
        """
        place = place_of(entry)
        if place is None or world.closed_until(place.queue) is None:
            return False
        try:
            return self.patience.once(lambda: not self._is_awaited(entry) and self._leaves(entry, CLOSURE))
        except StorageError as error:
            log.warning("a caller could not be sent out of a closed queue yet: %s", error)
            return False

    def _is_awaited(self, entry: str) -> bool:
        with self.store.unit() as unit:
            return returns.is_awaited(unit, entry)

    def _leaves(self, entry: str, wish: str) -> bool:
        with self.store.unit() as unit:
            if unit.wish(entry, wish):
                offers.withdraw(unit, entry, self.clock())
                return True
            kept = unit.entry(entry)
        return kept is not None and kept.state == AWAY

    def away(self, call_sid: str) -> str | None:
        """Name the entry of a call that is to leave the wait by its wish, and may have been taken out of the line before it could."""
        with self.store.unit() as unit:
            kept = unit.entry_away(call_sid)
        return kept.id if kept else None

    def wished(self, entry: str) -> str | None:
        """Give the wish an entry left the wait with."""
        with self.store.unit() as unit:
            kept = unit.entry(entry)
        return kept.wish if kept else None

    def _place(self, entry: str) -> tuple[Flow, str, str, Queue | None]:
        """Give the menus, the language, the pace and the queue of an entry; of one we do not know, what stands for them."""
        place = place_of(entry)
        flow = self._flow(place.version) if place else self.library.current
        language = place.language if place and place.language in flow.languages else next(iter(flow.languages))
        return flow, language, place.pace if place else "", flow.queues.get(place.queue) if place else None

    def _flow(self, version: str) -> Flow:
        try:
            return self.library.version(version) or self.library.current
        except StorageError:
            return self.library.current
