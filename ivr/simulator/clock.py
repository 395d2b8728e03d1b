"""Virtual time: a heap of instants that the driver turns by hand. Nothing here sleeps."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count


@dataclass(slots=True)
class Alarm:
    """One thing to do at one instant; alarms of the same instant ring in the order they were set."""

    at: float
    ring: Callable[[], None]
    cancelled: bool = False


# Alarms that were called off are thrown away when there are so many, or twice as many as were left the last time.
SWEEP = 1000


class Clock:
    """Tell and turn virtual time, starting at an aware `start`."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at a time with a zone")
        self._start = start
        self._orders = count()
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._most_alarms = SWEEP
        self.elapsed = 0.0

    def now(self) -> datetime:
        """Give the virtual date and time."""
        return self._start + timedelta(seconds=self.elapsed)

    def at(self, elapsed: float) -> datetime:
        """Give the date and time of an instant, in seconds since the start."""
        return self._start + timedelta(seconds=elapsed)

    def after(self, seconds: float, ring: Callable[[], None]) -> Alarm:
        """Have `ring` called so many seconds from now; set `cancelled` on the alarm to call it off."""
        alarm = Alarm(self.elapsed + max(0.0, seconds), ring)
        if len(self._alarms) >= self._most_alarms:
            self._alarms = [each for each in self._alarms if not each[2].cancelled]
            heapq.heapify(self._alarms)
            self._most_alarms = max(SWEEP, 2 * len(self._alarms))
        heapq.heappush(self._alarms, (alarm.at, next(self._orders), alarm))
        return alarm

    def every(self, seconds: float, ring: Callable[[], None]) -> None:
        """Have `ring` called again and again, as an application's background work is."""
        if seconds <= 0:
            raise ValueError("a tick needs time between its rounds")

        def again() -> None:
            self.after(seconds, again)
            ring()

        self.after(seconds, again)

    def next_at(self) -> float | None:
        """Tell when the next alarm rings; None when none is set."""
        while self._alarms and self._alarms[0][2].cancelled:
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None

    def step(self) -> bool:
        """Turn time to the next alarm and ring it; False when none is set."""
        while self._alarms:
            at, _, alarm = heapq.heappop(self._alarms)
            if not alarm.cancelled:
                self.elapsed = at
                alarm.ring()
                return True
        return False

    def advance(self, seconds: float) -> None:
        """Turn time on by so many seconds, ringing whatever is due on the way."""
        self.turn_to(self.elapsed + seconds)

    def turn_to(self, elapsed: float) -> None:
        """Turn time on to an instant, ringing whatever is due on the way; never back."""
        while (at := self.next_at()) is not None and at <= elapsed:
            self.step()
        self.elapsed = max(self.elapsed, elapsed)
