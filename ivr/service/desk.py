"""What an agent who answers by browser asks of the floor: which call is held out to them, to take it or not, and to dial in.

The desk's page asks; so do browsers that are written down. Whoever takes a call is given a ticket, and dials in with it. What they may
do in the talk then is in `talks.py`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Protocol

from ivr.errors import AgentError
from ivr.service import offers
from ivr.service.rooms import Seat, seat_of
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import Consult, OfferRow
from ivr.storage.sealed import Numbers


class Tokens(Protocol):
    """Makes access tokens, by which the carrier lets a browser call us as somebody."""

    def token(self, identity: str, now: datetime) -> str:
        """Make one that holds for an hour. Raises ConfigError when a setting is missing."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A call held out to an agent: in which queue and language, since when the caller waits, what they have said and done, until when."""

    offer: str
    queue: str
    language: str
    arrived_at: datetime
    story: Mapping[str, Any]
    until: datetime


@dataclass(frozen=True, slots=True)
class InHand:
    """The call that an agent has taken: their role in it, in which queue and language it waited, what the caller has said and done, and
    what was asked of a level of people in it last."""

    offer: str
    role: str
    queue: str
    language: str
    story: Mapping[str, Any]
    consult: Consult | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers agents by their staff number, and the browsers that dial in for them."""

    store: Store
    numbers: Numbers
    tokens: Tokens
    clock: Callable[[], datetime]

    def token(self, agent: str) -> str:
        """Let an agent's browser call us for an hour. Raises ConfigError when a setting is missing."""
        return self.tokens.token(identity_of(agent), self.clock())

    def held_out(self, agent: str) -> HeldOut | None:
        """Tell which call is held out to an agent now."""
        with self.store.unit() as unit:
            offer = unit.offer_to(agent)
            entry = unit.entry(offer.entry) if offer is not None and offer.state == "open" else None
        if offer is None or entry is None:
            return None
        until = offer.offered_at + offers.SHOWN_FOR
        return HeldOut(offer.id, entry.queue, entry.language, entry.arrived_at, json.loads(entry.story or "{}"), until)

    def in_hand(self, agent: str) -> InHand | None:
        """Tell which call an agent has taken, or is in, and what is known of it by now: after a check also how well the caller is known."""
        with self.store.unit() as unit:
            offer = unit.offer_to(agent)
            entry = unit.entry(offer.entry) if offer is not None and offer.state != "open" else None
            consult = unit.consult(offer.id) if offer is not None else None
        if offer is None or entry is None:
            return None
        return InHand(offer.id, offer.role, entry.queue, entry.language, json.loads(entry.story or "{}"), consult)

    def accept(self, agent: str, offer_id: str) -> str:
        """Take a call: give the ticket to dial in with, the same when asked twice. Raises AgentError when it is too late."""
        with self.store.unit() as unit:
            offer = _offer(unit, agent, offer_id)
            if not offers.accept(unit, offer, "", self.clock()):
                raise AgentError("the call is not there to be taken any more.")
        return self._ticket(offer_id)

    def decline(self, agent: str, offer_id: str) -> None:
        """Refuse a call; one that is held out no longer there is no need to. Raises AgentError when it never was."""
        with self.store.unit() as unit:
            offers.decline(unit, _offer(unit, agent, offer_id), self.clock())

    def dialled_in(self, ticket: str, client: str, leg: str) -> Seat | None:
        """Let a browser in that dials in: give the place that is theirs. None unless the ticket is for them, and not used yet."""
        offer_id = ticket.partition(".")[0]
        if not compare_digest(ticket.encode(), self._ticket(offer_id).encode()):
            return None
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            if offer is None or client != f"client:{identity_of(offer.agent)}":
                return None
            return seat_of(offer) if offers.dialled_in(unit, offer, leg, self.clock()) else None

    def _ticket(self, offer: str) -> str:
        """Make the ticket of an offer, which nobody else can. It is good for as long as the offer is accepted, and nobody dialled in."""
        return f"{offer}.{self.numbers.hash(f'ticket {offer}')}"


def identity_of(agent: str) -> str:
    """Name an agent's browser as the carrier may: with letters, digits and underscores."""
    return f"agent_{agent}"


def _offer(unit: Unit, agent: str, offer_id: str) -> OfferRow:
    offer = unit.offer(offer_id)
    if offer is None or offer.agent != agent:
        raise AgentError(f"that call was never held out to agent {agent}.")
    return offer
