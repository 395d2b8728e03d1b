"""The version of the menus in force, and those that calls in progress began on. Kept in memory, loaded once each."""

import time
from collections.abc import Callable

from ivr.flow.graph import Flow

KEPT_SECONDS = 600
"""How long after its last call a version stays in memory."""


class Library:
    """`current` answers new calls; `load` gives an older version by name, or None when it cannot be had any more.

    An older version that no call has used for a while is dropped, and `dropped` is told its name.
    """

    def __init__(
        self,
        current: Flow,
        load: Callable[[str], Flow | None],
        dropped: Callable[[str], object] = lambda name: None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.current = current
        self._load, self._dropped, self._seconds = load, dropped, seconds
        self._older: dict[str, tuple[Flow | None, float]] = {}

    def version(self, name: str) -> Flow | None:
        """Give a version's flow; None when it is gone or a newer program cannot read it."""
        if self._older:
            self._drop_unused()
        if name == self.current.version:
            return self.current
        known = self._older.get(name)
        flow = known[0] if known else self._load(name)
        self._older[name] = flow, self._seconds()
        return flow

    def put_in_force(self, name: str) -> None:
        """Answer new calls by this version; calls on the one before go on with it. One that cannot be had changes nothing."""
        if flow := self.version(name):
            self.take_up(flow)

    def take_up(self, flow: Flow) -> None:
        """Answer new calls by these menus; calls on those before go on with theirs."""
        before = self.current
        if flow.version == before.version:
            return
        self._drop_unused()
        self.current = flow
        self._older.pop(flow.version, None)
        self._older[before.version] = before, self._seconds()

    def _drop_unused(self) -> None:
        oldest = self._seconds() - KEPT_SECONDS
        for name, (_, used) in list(self._older.items()):
            if used < oldest:
                self._older.pop(name, None)
                self._dropped(name)
