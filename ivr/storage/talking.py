"""Talks of more than two: who is in one, and what is wished of it."""

from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select, update

from ivr.storage.floor_records import Intent, OfferRow
from ivr.storage.floor_tables import LIVE, OWNS, intents, offers
from ivr.storage.rows import Rows, columns

OFFERS = select(*columns(offers, OfferRow))
TALKS = and_(OWNS, offers.c.state == "talking")
ROOM = or_(offers.c.id == bindparam("opener"), offers.c.room == bindparam("opener"))
CONFERENCE = update(offers).where(ROOM, offers.c.conference == "").values(conference=bindparam("sid"))
OF_AGENT = OFFERS.where(LIVE, offers.c.agent == bindparam("of"))
OTHERS = OFFERS.where(LIVE, offers.c.role != "owner", offers.c.entry == bindparam("of"))
PAUSE = update(offers).where(TALKS, offers.c.id == bindparam("this")).values(is_paused=bindparam("paused"))
LONG_PAUSED = OFFERS.join(intents, intents.c.offer == offers.c.id).where(
    TALKS, offers.c.is_paused, intents.c.kind == "pause", intents.c.state == "done", intents.c.sent_at <= bindparam("before")
)
INTENT = select(*columns(intents, Intent)).where(intents.c.offer == bindparam("about"), intents.c.kind == bindparam("of"))
HOLD = update(offers).where(TALKS, offers.c.id == bindparam("this")).values(is_held=bindparam("held"))


class Talking(Rows):
    """The part of the unit that keeps talks of more than two."""

    __slots__ = ()

    def keep_conference(self, opener: str, sid: str) -> None:
        """Keep the carrier's name for the room that an offer opened, the first that is told."""
        self._run(CONFERENCE, opener=opener, sid=sid)

    def offer_to(self, agent_id: str) -> OfferRow | None:
        """Read the live offer to an agent, whatever their role."""
        return self._one(OfferRow, OF_AGENT, of=agent_id)

    def others_in(self, entry_id: str) -> list[OfferRow]:
        """List the live offers of an entry to all but who owns the room."""
        return self._all(OfferRow, OTHERS, of=entry_id)

    def wish_held(self, offer_id: str, is_held: bool) -> bool:
        """Wish that a caller hears music, or the talk. False if the offer is not a talk, or does not own the room."""
        return self._changed(HOLD, this=offer_id, held=is_held)

    def wish_paused(self, offer_id: str, is_paused: bool) -> bool:
        """Wish that the recording of a talk rests, or goes on. False if the offer is not a talk, or does not own the room."""
        return self._changed(PAUSE, this=offer_id, paused=is_paused)

    def long_paused(self, before: datetime) -> list[OfferRow]:
        """List the talks whose recording has rested since before a moment."""
        return self._all(OfferRow, LONG_PAUSED, before=before)

    def intent(self, offer_id: str, kind: str) -> Intent | None:
        """Read what was last planned of a kind for an offer."""
        return self._one(Intent, INTENT, about=offer_id, of=kind)
