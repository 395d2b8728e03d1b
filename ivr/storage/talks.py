"""The talks that were: of those who waited, and of agents."""

from datetime import datetime

from sqlalchemy import bindparam, or_, select

from ivr.storage.floor_records import OfferRow
from ivr.storage.floor_tables import offers
from ivr.storage.rows import Rows, columns

TALKED = select(*columns(offers, OfferRow)).where(offers.c.talked_at.is_not(None), offers.c.role == "owner")
NEWEST = TALKED.order_by(offers.c.changed_at.desc()).limit(1)
OF_ENTRY = NEWEST.where(offers.c.entry == bindparam("of"), offers.c.state == "over")
GOES_ON_OR_OVER = or_(offers.c.state == "talking", offers.c.state == "over")
LAST = NEWEST.where(offers.c.agent == bindparam("agent"), offers.c.changed_at > bindparam("since"), GOES_ON_OR_OVER)


class Talks(Rows):
    """The part of the unit that finds talks that are over."""

    __slots__ = ()

    def last_talk(self, agent_id: str, since: datetime) -> OfferRow | None:
        """Read an agent's talk that is going on, or else the last one that ended since then."""
        return self._one(OfferRow, LAST, agent=agent_id, since=since)

    def talk_of(self, entry_id: str) -> OfferRow | None:
        """Read the talk, now over, that one who waited had last."""
        return self._one(OfferRow, OF_ENTRY, of=entry_id)
