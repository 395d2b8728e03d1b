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
MOST_SLOW = 2
"""So many slow askings in a row, or one caller who waited in vain, make a wallet that is not well; a quick one makes it well again."""


class Slots:
    """Gives places. Who finds none free waits for one while the wallet is well, and else is told at once that there is none."""

    def __init__(self, most: int = SLOTS) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._slow = 0

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Tell whether there is a place; if so it is held until the context ends."""
        waits = self._slow < MOST_SLOW
        if not self._free.acquire(timeout=WAIT_SECONDS if waits else 0):
            if waits:
                self._slow = MOST_SLOW
            yield False
            return
        began = time.monotonic()
        try:
            yield True
        finally:
            self._slow = 0 if time.monotonic() - began < QUICK_SECONDS else self._slow + 1
            self._free.release()
