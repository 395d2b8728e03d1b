"""What the floor asks of the carrier, and of how things are there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Lines(Protocol):
    """Rings telephones, moves calls, and looks at them. All methods raise CarrierError, with a code when it certainly was not done."""

    def ring(self, to: str, path: str, ended: str) -> str:
        """Ring a telephone, whose call asks for `path` when it is answered and tells its end to `ended`; give the call's name."""

    def dial(self, to: str, path: str, ended: str) -> str:
        """Call a caller back: as `ring`, with the patience and the rescue that callers have."""

    def dialled(self, to: str, since: datetime) -> str | None:
        """Name the newest call that we made to a number since a moment."""

    def dequeue(self, queue: str, call: str, path: str) -> None:
        """Take a caller out of a queue to another document."""

    def move(self, call: str, path: str) -> None:
        """Send a live call to another document."""

    def end(self, call: str) -> None:
        """End a call."""

    def hold(self, conference: str, who: str, path: str) -> None:
        """Let somebody in a room, by their label or call, hear the document at `path` instead; the room again without one."""

    def tell(self, conference: str, who: str, path: str) -> None:
        """Let somebody in a room hear the document at `path`, who alone does, and then the room again."""

    def pause(self, conference: str, is_paused: bool) -> None:
        """Have silence recorded of a room, or what is said."""

    def seat(self, conference: str, who: str, *, ends: bool | None = None, muted: bool | None = None, coached: str | None = None) -> None:
        """Say of somebody in a room whether it ends with them, whether they are heard, and which call alone hears them, if any."""

    def conference(self, room: str) -> str:
        """Give the carrier's name for a room in which people talk."""

    def in_room(self, room: str) -> frozenset[str]:
        """Give the labels of those who are in a room."""

    def members(self, queue: str) -> frozenset[str]:
        """Name the calls that are in a queue."""

    def in_line(self) -> Mapping[str, frozenset[str]]:
        """Name, of each queue that somebody is in, the calls that are in it."""

    def is_live(self, call: str) -> bool:
        """Tell whether a call is not over."""
