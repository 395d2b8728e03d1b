"""Places for outside actions: so few that whoever needs none is answered as ever, though all who have one hang."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SLOTS = 2
"""Half of the threads of a worker."""
WAIT_SECONDS = 0.4
"""Most for a place: with the 2.5 s of an asking it stays under the three that a caller waits."""
QUICK_SECONDS = 0.5
"""What an asking takes of a wallet that is well."""


class Slots:
    """Gives places. Who finds none free waits for one while the wallet is quick, and else is told at once that there is none."""

    def __init__(self, most: int = SLOTS) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._is_quick = True

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Tell whether there is a place; if so it is held until the context ends."""
        has_place = self._free.acquire(timeout=WAIT_SECONDS if self._is_quick else 0)
        began = time.monotonic()
        try:
            yield has_place
        finally:
            self._is_quick = has_place and time.monotonic() - began < QUICK_SECONDS
            if has_place:
                self._free.release()
