"""Talks of more than two: who is in one, and what is wished of it."""

from datetime import datetime

from sqlalchemy import and_, bindparam, exists, or_, select, update

from ivr.storage.floor_records import Intent, OfferRow
from ivr.storage.floor_tables import LIVE, OWNS, intents, offers
from ivr.storage.rows import Rows, columns

OFFERS = select(*columns(offers, OfferRow))
TALKS = and_(OWNS, offers.c.state == "talking")
THIS = offers.c.id == bindparam("this")
CONFERENCE = update(offers).where(THIS, offers.c.conference == "").values(conference=bindparam("sid"))
ROOM = or_(offers.c.id == bindparam("opener"), offers.c.room == bindparam("opener"))
OWNER_IN = OFFERS.where(offers.c.entry == bindparam("of"), ROOM, offers.c.role == "owner")
LOCK_OWNER = OWNER_IN.with_for_update()
OF_AGENT = OFFERS.where(LIVE, offers.c.agent == bindparam("of"))
OTHERS = OFFERS.where(LIVE, offers.c.role != "owner", offers.c.entry == bindparam("of"), offers.c.room == bindparam("opener"))
PAUSE = update(offers).where(TALKS, THIS).values(is_paused=bindparam("paused"))
PAUSED = exists().where(
    intents.c.about == offers.c.id, intents.c.kind == "pause", intents.c.state == "done", intents.c.sent_at <= bindparam("before")
)
LONG_PAUSED = OFFERS.where(TALKS, offers.c.is_paused, PAUSED)
INTENT = select(*columns(intents, Intent)).where(intents.c.about == bindparam("about"), intents.c.kind == bindparam("of"))
HOLD = update(offers).where(TALKS, THIS).values(is_held=bindparam("held"), held_for=bindparam("sake"))
LET_GO = update(offers).where(TALKS, THIS).values(role="guest", state="over", changed_at=bindparam("at"))
OTHER = and_(THIS, offers.c.state == "talking", offers.c.role != "owner")
TAKE_OVER = update(offers).where(OTHER).values(role="owner", talked_at=bindparam("since"))
TURN_ROLE = update(offers).where(OTHER, offers.c.role != "guest").values(role=bindparam("turned"))


class Talking(Rows):
    """The part of the unit that keeps talks of more than two."""

    __slots__ = ()

    def keep_conference(self, opener: str, sid: str) -> None:
        """Keep the carrier's name for the room that an offer opened, the first that is told."""
        self._run(CONFERENCE, this=opener, sid=sid)

    def owner_in(self, offer: OfferRow) -> OfferRow | None:
        """Read the offer to who owns the room of an offer, or did until its end."""
        return self._one(OfferRow, OWNER_IN, of=offer.entry, opener=offer.opener)

    def lock_owner(self, offer: OfferRow) -> OfferRow | None:
        """Read the offer to who owns the room of an offer, and let nobody else change it until the unit ends."""
        return self._one(OfferRow, LOCK_OWNER, of=offer.entry, opener=offer.opener)

    def offer_to(self, agent_id: str) -> OfferRow | None:
        """Read the live offer to an agent, whatever their role."""
        return self._one(OfferRow, OF_AGENT, of=agent_id)

    def others_in(self, talk: OfferRow) -> list[OfferRow]:
        """List the live offers into the room of a talk, or on the way to it, but that of who owns it."""
        return self._all(OfferRow, OTHERS, of=talk.entry, opener=talk.opener)

    def wish_held(self, offer_id: str, is_held: bool, held_for: str = "") -> bool:
        """Wish that a caller hears music, for a guest's sake or not, or the talk. False if the offer is not a talk, or does not own
        the room."""
        return self._changed(HOLD, this=offer_id, held=is_held, sake=held_for)

    def wish_paused(self, offer_id: str, is_paused: bool) -> bool:
        """Wish that the recording of a talk rests, or goes on. False if the offer is not a talk, or does not own the room."""
        return self._changed(PAUSE, this=offer_id, paused=is_paused)

    def long_paused(self, before: datetime) -> list[OfferRow]:
        """List the talks whose recording has rested since before a moment."""
        return self._all(OfferRow, LONG_PAUSED, before=before)

    def intent(self, offer_id: str, kind: str) -> Intent | None:
        """Read what was last planned of a kind for an offer."""
        return self._one(Intent, INTENT, about=offer_id, of=kind)

    def turn_role(self, offer_id: str, role: str) -> bool:
        """Change how one who listens to a talk is heard. False if that is over, or they own it or were asked in."""
        return self._changed(TURN_ROLE, this=offer_id, turned=role)

    def hand_over(self, talk: OfferRow, to: str, at: datetime) -> bool:
        """Let another own the room, and the talk since it began; for who owned it until now it is over. False if either is out of it."""
        return self._changed(LET_GO, this=talk.id, at=at) and self._changed(TAKE_OVER, this=to, since=talk.talked_at)
