"""The questions a node may ask of the world outside the call. Answers come from memory: no query a turn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class World(Protocol):
    """What the engine may know besides the call itself."""

    def now(self) -> datetime:
        """The instant of this turn, aware."""

    def lasted(self) -> int:
        """How many whole minutes ago the call began."""

    def is_open(self, hours: str) -> bool:
        """Whether the opening hours of that name hold now."""

    def opening(self, hours: str) -> str | None:
        """The next moment, an ISO time of the hotline's, at which those opening hours hold; None when there is none soon."""

    def incident(self) -> Mapping[str, Any] | None:
        """What is known to be out of order now: `service` in words, and `until`, an ISO time of the hotline's."""

    def announcement(self) -> Any:
        """What staff want every caller to hear now, as a sentence; None when there is nothing."""
