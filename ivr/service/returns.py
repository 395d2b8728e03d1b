"""A caller whom an agent had asked who they are comes back: the agent, who waits in the room, is told how well they are known."""

from datetime import datetime

from ivr.service import offers
from ivr.storage.base import Unit
from ivr.storage.floor_records import Intent


def joins(unit: Unit, call_sid: str, entry: str, now: datetime) -> None:
    """A caller waits with this entry: they come back to an agent who waits in the room for it, and no agent waits for another of theirs."""
    for offer in unit.offers_of_call(call_sid):
        if offer.entry != entry:
            offers.without_caller(unit, offer, now)
        elif offer.state == "joined" and offer.talked_at:
            for kind in (offers.CHECKED, offers.DEQUEUE):
                unit.plan_again(Intent(kind, offer.id, now))


def is_awaited(unit: Unit, entry: str) -> bool:
    """Tell whether an agent who has talked to whoever waits with this entry waits in the room for them to come back."""
    offer = unit.offer_of(entry)
    return offer is not None and offer.state == "joined" and offer.talked_at is not None
