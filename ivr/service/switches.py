"""What staff have switched on, from memory: a turn never waits for it."""

import logging
from datetime import datetime, timedelta
from threading import Lock

from ivr.errors import StorageError
from ivr.service.patience import Patience
from ivr.storage.base import Store
from ivr.storage.records import Switch

INCIDENT, CLOSURE, ANNOUNCEMENT = "incident", "closure", "announcement"
FRESH = timedelta(seconds=2)
log = logging.getLogger(__name__)


class Switchboard:
    """A copy of the switches that are on, read again when a turn finds it two seconds old.

    One turn reads, those beside it take what is known; so does everybody while the store fails. What is over is left out by
    the clock, whether or not it could be read again.
    """

    def __init__(self, store: Store, patience: Patience) -> None:
        self._store, self._patience = store, patience
        self._known: tuple[Switch, ...] = ()
        self._read_at: datetime | None = None
        self._reading = Lock()

    def on(self, now: datetime) -> tuple[Switch, ...]:
        """Give the switches that are on."""
        if self._is_old(now) and self._reading.acquire(blocking=False):
            try:
                self._read(now)
            finally:
                self._reading.release()
        return tuple(each for each in self._known if each.until > now)

    def _is_old(self, now: datetime) -> bool:
        return self._read_at is None or abs(now - self._read_at) >= FRESH

    def _read(self, now: datetime) -> None:
        self._read_at = now  # also of a store that fails: the next try is in two seconds
        try:
            self._known = tuple(self._patience.once(lambda: self._store.read_switches(now)))
        except StorageError as error:
            log.warning("what is switched on could not be read, what was known holds: %s", error)
