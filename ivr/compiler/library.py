"""The version of the menus in force, and those that calls in progress began on. Kept in memory, loaded once each."""

from collections.abc import Callable

from ivr.flow.graph import Flow


class Library:
    """`current` answers new calls; `load` gives an older version by name, or None when it cannot be had any more."""

    def __init__(self, current: Flow, load: Callable[[str], Flow | None]) -> None:
        self.current = current
        self._load = load
        self._older: dict[str, Flow | None] = {}

    def version(self, name: str) -> Flow | None:
        """Give a version's flow; None when it is gone or a newer program cannot read it."""
        if name == self.current.version:
            return self.current
        if name not in self._older:
            self._older[name] = self._load(name)
        return self._older[name]
