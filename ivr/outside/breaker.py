"""A circuit breaker: who does not answer is left alone for a while, so that callers are told at once and nobody waits in vain."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

FAILURES = 5
WINDOW_SECONDS = 30.0
OPEN_SECONDS = 10.0
"""Chosen, not measured: the callers who wait in vain are few, and who has come back is found within seconds."""


@dataclass(slots=True)
class Breaker:
    """Opens after FAILURES within WINDOW_SECONDS. After OPEN_SECONDS it lets one try through: that closes it, or opens it anew.

    `clock` tells seconds that never go back. May be used by many threads.
    """

    clock: Callable[[], float]
    _failed_at: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    _shut_until: float | None = None
    _lock: Lock = field(default_factory=Lock)

    def admits(self) -> bool:
        """Tell whether to ask. Whoever is admitted tells afterwards whether it `succeeded` or `failed`."""
        with self._lock:
            if self._shut_until is None:
                return True
            if self.clock() < self._shut_until:
                return False
            self._shut_until = self.clock() + OPEN_SECONDS  # this one tries, and all others wait for it
            return True

    def succeeded(self) -> None:
        """There was an answer."""
        with self._lock:
            self._failed_at.clear()
            self._shut_until = None

    def failed(self) -> None:
        """There was none."""
        with self._lock:
            now = self.clock()
            self._failed_at.append(now)
            if len(self._failed_at) == FAILURES and now - self._failed_at[0] <= WINDOW_SECONDS:
                self._shut_until = now + OPEN_SECONDS
