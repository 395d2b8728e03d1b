"""The world a call is decided in: the time, the opening hours, and known incidents, all from memory."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.calendar import is_open
from ivr.flow.graph import Flow


@dataclass(frozen=True, slots=True)
class ServiceWorld:
    """The questions of `flow.world`, answered for one turn at one instant."""

    flow: Flow
    instant: datetime

    def now(self) -> datetime:
        return self.instant.astimezone(ZoneInfo(self.flow.peaks.timezone))

    def is_open(self, hours: str) -> bool:
        return is_open(self.flow.hours[hours], self.instant)

    def incident(self) -> str | None:
        """None: there is no incident switch yet."""
        return None
