"""Who owns the rooms of a floor, by the carrier: with whose leg each ends."""

from ivr.simulator.clock import Clock
from ivr.simulator.office.rooms import Rooms

LOOKS_EVERY, AMISS_WITHIN = 1.0, 15.0
"""How often is looked, and how long a room may have no owner, or two."""


class Owners:
    """Looks at all open rooms again and again. `amiss` are those that had not one owner for too long."""

    def __init__(self, rooms: Rooms, clock: Clock) -> None:
        self._rooms, self._clock = rooms, clock
        self._since: dict[str, float] = {}
        self.amiss: dict[str, str] = {}
        clock.every(LOOKS_EVERY, self._look)

    def _look(self) -> None:
        now, open_ = self._clock.elapsed, {room.name: sum(each.end for each in room.participants) for room in self._rooms.all_open}
        self._since = {name: self._since.get(name, now) for name, owners in open_.items() if owners != 1}
        late = [name for name, since in self._since.items() if now > since + AMISS_WITHIN]
        self.amiss |= {name: f"{name} at {now:.1f} s: {open_[name]} owners" for name in late}
