"""Who talks with whom in pairs, as Dial joins them."""

from collections.abc import Callable

from ivr.simulator.effects import Joined, Parted, Signal


class Bridges:
    """Pairs of legs by SID; `post` tells a leg a signal."""

    def __init__(self, post: Callable[[str, Signal], None], is_over: Callable[[str], bool]) -> None:
        self._post, self._is_over = post, is_over
        self._pairs: dict[str, str] = {}

    def other(self, sid: str) -> str | None:
        """Give whom a leg talks with."""
        return self._pairs.get(sid)

    def join(self, host: str, guest: str) -> None:
        """Let two legs talk; the guest is told, or if it has just gone the host."""
        if self._is_over(guest):
            self._post(host, Parted(guest))
            return
        self._pairs[host], self._pairs[guest] = guest, host
        self._post(guest, Joined(host))

    def part(self, sid: str, moved: bool = False) -> None:
        """End a leg's talk, if it has one; the other leg is told."""
        other = self._pairs.pop(sid, None)
        if other is not None:
            self._pairs.pop(other, None)
            self._post(other, Parted(sid, moved))
