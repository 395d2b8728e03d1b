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
        self._seconds, self._every_seconds, self._most_waiting = seconds, every_seconds, most_waiting
        self._waiting = 0
        self._lock = threading.Lock()

    def with_(self, work: Callable[[], T]) -> T:
        """Do the work; a StorageError that outlasts patience is raised.

        While as many wait as may, nobody else even tries: each try at a locked store holds a thread for a while.
        """
        if self._waiting >= self._most_waiting:
            raise StorageError("the store fails, and as many as may wait for it already")
        began = time.monotonic()
        try:
            return work()
        except StorageError as error:
            if not self._may_wait():
                raise
            first = error
        try:
            return self._again(work, began, first)
        finally:
            with self._lock:
                self._waiting -= 1

    def _may_wait(self) -> bool:
        with self._lock:
            if self._waiting >= self._most_waiting:
                return False
            self._waiting += 1
            return True

    def _again(self, work: Callable[[], T], began: float, error: StorageError) -> T:
        until, slowest = began + self._seconds, time.monotonic() - began
        while time.monotonic() + self._every_seconds + slowest < until:
            time.sleep(self._every_seconds)
            tried = time.monotonic()
            try:
                return work()
            except StorageError as again:
                error, slowest = again, max(slowest, time.monotonic() - tried)
        raise error
