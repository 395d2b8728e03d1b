"""Patience with a store that fails: the caller's key is still in our hand, so the same request tries again for a while."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from ivr.errors import StorageError

T = TypeVar("T")
FOR_SECONDS = 4.0
EVERY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries again, unless so many requests already do that the rest of the callers would starve."""

    waiting: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(2))
    seconds: float = FOR_SECONDS
    every_seconds: float = EVERY_SECONDS

    def with_(self, work: Callable[[], T]) -> T:
        """Do the work; a StorageError that outlasts patience is raised."""
        try:
            return work()
        except StorageError:
            if not self.waiting.acquire(blocking=False):
                raise
        try:
            return self._again(work, time.monotonic() + self.seconds)
        finally:
            self.waiting.release()

    def _again(self, work: Callable[[], T], until: float) -> T:
        while True:
            time.sleep(self.every_seconds)
            try:
                return work()
            except StorageError:
                if time.monotonic() >= until:
                    raise
