"""The questions a node may ask of the world outside the call. Answers come from memory: no query a turn."""

from datetime import datetime
from typing import Protocol


class World(Protocol):
    """What the engine may know besides the call itself."""

    def now(self) -> datetime:
        """The instant of this turn, aware."""

    def is_open(self, hours: str) -> bool:
        """Whether the opening hours of that name hold now."""

    def incident(self) -> str | None:
        """The known incident's announcement, if there is one."""
