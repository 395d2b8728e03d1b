"""The talks that were: of those who waited, and of agents."""

from datetime import datetime

from sqlalchemy import bindparam, or_, select

from ivr.storage.floor_records import OfferRow
from ivr.storage.floor_tables import offers
from ivr.storage.rows import Rows, columns
from ivr.storage.tables import calls, entries

TALKED = select(*columns(offers, OfferRow)).where(offers.c.talked_at.is_not(None), offers.c.role == "owner")
NEWEST = TALKED.order_by(offers.c.changed_at.desc()).limit(1)
ENTRIES = select(entries.c.id).where(entries.c.call_sid == bindparam("call"))
OF_CALL = NEWEST.where(offers.c.entry.in_(ENTRIES), offers.c.state == "over")
TALKED_TO = (
    select(calls.c.sid, offers.c.agent)
    .join(entries, entries.c.call_sid == calls.c.sid)
    .join(offers, offers.c.entry == entries.c.id)
    .where(or_(calls.c.sid == bindparam("call"), calls.c.caller_hash == bindparam("caller")), calls.c.started_at > bindparam("since"))
    .where(offers.c.talked_at.is_not(None), offers.c.role.in_(("owner", "guest")))
    .order_by(calls.c.started_at.desc(), calls.c.sid)
)
GOES_ON_OR_OVER = or_(offers.c.state == "talking", offers.c.state == "over")
LAST = NEWEST.where(offers.c.agent == bindparam("agent"), offers.c.changed_at > bindparam("since"), GOES_ON_OR_OVER)


class PastTalks(Rows):
    """The part of the unit that finds talks that are over."""

    __slots__ = ()

    def last_talk(self, agent_id: str, since: datetime) -> OfferRow | None:
        """Read an agent's talk that is going on, or else the last one that ended since then."""
        return self._one(OfferRow, LAST, agent=agent_id, since=since)

    def talk_of(self, call_sid: str) -> OfferRow | None:
        """Read the talk, now over, that a caller's call had last."""
        return self._one(OfferRow, OF_CALL, call=call_sid)

    def talked_to(self, call_sid: str, caller_hash: str, since: datetime) -> list[tuple[str, str]]:
        """List in which calls a number talked to which agents since a moment, the newest call first; not who only listened.

        Of who withholds their number only this call is known.
        """
        return self._all(lambda sid, agent: (sid, agent), TALKED_TO, call=call_sid, caller=caller_hash or None, since=since)
