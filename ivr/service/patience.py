"""Patience with a store that fails: the caller's key is still in our hand, so the same request tries again for a while."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from ivr.errors import StorageError

T = TypeVar("T")
FOR_SECONDS = 4.0
"""From the first try to the end of the last: the carrier waits six, and a request may have waited for a thread before."""
EVERY_SECONDS = 0.2
MOST_WAITING = 2
"""Half the threads of a process."""


class Patience:
    """Tries again, unless so many requests already do that the rest of the callers would starve."""

    def __init__(self, seconds: float = FOR_SECONDS, every_seconds: float = EVERY_SECONDS, most_waiting: int = MOST_WAITING) -> None:
        self._seconds, self._every_seconds = seconds, every_seconds
        self._places = threading.BoundedSemaphore(most_waiting)
        self._fails = False

    def with_(self, work: Callable[[], T]) -> T:
        """Do the work; a StorageError that outlasts patience is raised.

        From the first failure until work is done, even a first try needs one of the places of those who wait: each try at a
        store that hangs holds a thread for a while. Who finds none is told so at once.
        """
        done = self._do(work, self._seconds)
        self._fails = False
        return done

    def once(self, work: Callable[[], T]) -> T:
        """Try the work, which can be left out, once: at a failing store from one of the same places, so that no more threads hang.

        That it is done does not end the failure: what is read may still be locked for those who write.
        """
        return self._do(work, 0)

    def _do(self, work: Callable[[], T], seconds: float) -> T:
        until, slowest, fails = time.monotonic() + seconds, 0.0, self._fails
        waits = fails and self._places.acquire(blocking=False)
        if fails and not waits:
            raise StorageError("the store fails, and as many as may wait for it already")
        try:
            while True:
                tried = time.monotonic()
                try:
                    return work()
                except StorageError:
                    self._fails, slowest = True, max(slowest, time.monotonic() - tried)
                    if time.monotonic() + self._every_seconds + slowest >= until:
                        raise
                    waits = waits or self._places.acquire(blocking=False)
                    if not waits:
                        raise
                time.sleep(self._every_seconds)
        finally:
            if waits:
                self._places.release()
