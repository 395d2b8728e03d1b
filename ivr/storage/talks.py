"""The talks that were: of those who waited, and of agents."""

from sqlalchemy import bindparam, select

from ivr.storage.floor_records import OfferRow
from ivr.storage.floor_tables import offers
from ivr.storage.rows import Rows, columns

TALKED = (offers.c.talked_at.is_not(None), offers.c.state == "over", offers.c.role == "owner")
OF_ENTRY = (
    select(*columns(offers, OfferRow)).where(offers.c.entry == bindparam("of"), *TALKED).order_by(offers.c.changed_at.desc()).limit(1)
)


class Talks(Rows):
    """The part of the unit that finds talks that are over."""

    __slots__ = ()

    def talk_of(self, entry_id: str) -> OfferRow | None:
        """Read the talk, now over, that one who waited had last."""
        return self._one(OfferRow, OF_ENTRY, of=entry_id)
