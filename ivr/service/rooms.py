"""Where agents and callers meet: what each leg hears on its way there, and what it means that one has gone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.compiler.library import Library
from ivr.flow.commands import Say
from ivr.flow.events import Event, LeftQueue, Resumed
from ivr.flow.graph import Flow
from ivr.service import offers
from ivr.service.queueing import place_of
from ivr.service.whisper import lost, notice, whisper
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OfferRow

OWNER, CALLER = "owner", "caller"
"""What the carrier calls who is in a room. It lets in one of each name, so two agents never are."""
ACCEPT, REFUSE = "1", "2"


def room_of(offer: str) -> str:
    """Name the room that an offer opened: it tells nobody anything."""
    return f"r-{offer}"


def offer_in(room: str) -> str:
    """Name the offer that opened a room."""
    return room.removeprefix(room_of(""))


@dataclass(frozen=True, slots=True)
class Words:
    """What a leg hears on its way: of which menus, at which pace, and what."""

    flow: Flow
    pace: str
    says: tuple[Say, ...]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Answers agents' legs and callers on their way into a room, and keeps what the carrier tells of it."""

    store: Store
    library: Library
    clock: Callable[[], datetime]

    def whisper(self, offer_id: str, leg: str) -> Words | None:
        """Tell an agent who answers the telephone whose call it is; None when it is not theirs to take any more."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            if offer is None or offer.state != "open":
                return None
            unit.keep_leg(offer_id, leg)
            offers.heard(unit, offer, self.clock())
            entry, agent = unit.entry(offer.entry), unit.agent(offer.agent)
        if entry is None or agent is None:
            return None
        flow, _ = self._menus(entry.id)
        story, language = json.loads(entry.story or "{}"), agent.languages.split(",")[0]
        return Words(flow, "", whisper(flow, entry.queue, story, language, is_at_home=entry.state == offers.AT_HOME))

    def answer(self, offer_id: str, leg: str, digits: str) -> bool:
        """Take a key an agent presses at the words; True when the agent has the call."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            if offer is None:
                return False
            if digits == ACCEPT:
                return offers.accept(unit, offer, leg, self.clock())
            if digits == REFUSE:
                offers.decline(unit, offer, self.clock())
        return False

    def connect(self, offer_id: str) -> tuple[Words, int] | None:
        """Let a caller out of the line into the room: give the words on the way, and the call's turn; None when nobody is there."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry = unit.entry(offer.entry) if offer else None
            if offer is None or entry is None or not offers.connect(unit, offer, self.clock()):
                return None
        row = self.store.read_call(entry.call_sid)
        if row is None:
            return None
        flow, pace = self._menus(entry.id)
        return Words(flow, pace, notice(flow, offer.agent, entry.language)), row.turn

    def waiting_for(self, call_sid: str) -> str | None:
        """Name the offer whose agent is in a room and waits for this caller, or talks to them."""
        with self.store.unit() as unit:
            ready = [offer.id for offer in unit.offers_of_call(call_sid) if offer.state in ("joined", "connecting", "talking")]
        return ready[0] if ready else None

    def entered(self, offer_id: str, label: str, conference: str = "") -> None:
        """Somebody is in the room, which the carrier calls so."""

        def note(unit: Unit, offer: OfferRow, now: datetime) -> None:
            unit.keep_conference(offer_id, conference)
            (offers.joined if label == OWNER else offers.talks)(unit, offer, now)

        self._note(offer_id, note)

    def agent_left(self, offer_id: str) -> None:
        """The agent's leg is over, or out of the room."""
        self._note(offer_id, offers.agent_left)

    def cut_off(self, offer_id: str) -> None:
        """The agent's leg is over, after it was answered."""
        self._note(offer_id, offers.cut_off)

    def call_of(self, offer_id: str) -> str | None:
        """Name the call of the caller whom an offer is about."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry = unit.entry(offer.entry) if offer else None
        return entry.call_sid if entry else None

    def caller_left(self, offer_id: str) -> None:
        """The caller is out of the room: nobody is to be kept there for them."""
        self._note(offer_id, lambda unit, offer, now: offers.without_caller(unit, offer, now) if offer.state == "talking" else None)

    def lost(self, offer_id: str) -> Words | None:
        """Tell a caller out of a room that ended that the agent is lost, and who is next comes at once. None of any other end."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry = unit.entry(offer.entry) if offer else None
            if offer is None or entry is None or not offers.is_lost(unit, offer, self.clock()):
                return None
        flow, pace = self._menus(entry.id)
        return Words(flow, pace, lost(flow, entry.language))

    def caller_out(self, offer_id: str, was_inside: bool) -> Event:
        """Tell what it means that a caller's way through a room is over: a talk, or that nobody was there any more.

        A room ends with its agent: who was inside until it ended talked, though the notice of it may be late, or lost. Who is out of
        it by the agent's wish comes with that.
        """
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry = unit.entry(offer.entry) if offer else None
        if entry is not None and entry.state == "away":
            return LeftQueue("wish", entry.wish)
        if not was_inside and (offer is None or offer.state == "failed"):
            return Resumed()
        return LeftQueue("bridged")

    def _note(self, offer_id: str, step: Callable[[Unit, OfferRow, datetime], object]) -> None:
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            if offer is not None:
                step(unit, offer, self.clock())

    def _menus(self, entry: str) -> tuple[Flow, str]:
        place = place_of(entry)
        flow = self.library.version(place.version) if place else None
        return flow or self.library.current, place.pace if place else ""
