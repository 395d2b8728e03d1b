"""Where agents and callers meet: what each leg hears on its way there, and what it means that one has gone."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from ivr.compiler.library import Library
from ivr.flow.commands import Say
from ivr.flow.events import Event, LeftQueue, Resumed
from ivr.flow.graph import Flow
from ivr.service import offers
from ivr.service.offers import OWNER
from ivr.service.queueing import place_of
from ivr.service.whisper import lost, news, notice, whisper
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OUTSIDE, OfferRow

CALLER = "caller"
"""What the carrier calls the caller in a room, who is no offer's. It lets in one of each name, so two who open a room never are."""
ACCEPT, REFUSE = "1", "2"


def room_of(offer: str) -> str:
    """Name the room that an offer opened: it tells nobody anything."""
    return f"r-{offer}"


def offer_in(room: str) -> str:
    """Name the offer that opened a room."""
    return room.removeprefix(room_of(""))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an agent comes into: by which offer, the room and the offer that opened it, and what the carrier calls them there."""

    offer: str
    opener: str
    room: str
    label: str


def seat_of(offer: OfferRow) -> Seat:
    """Give an agent's place: who opens a room is its owner, others are told apart by their offers."""
    return Seat(offer.id, offer.opener, room_of(offer.opener), f"{offer.role}-{offer.id}" if offer.room else OWNER)


def is_in(offer: OfferRow, labels: Collection[str]) -> bool:
    """Tell whether an agent is among those in a room, whatever they are in it by now."""
    return (offer.id if offer.room else OWNER) in {label.rpartition("-")[2] for label in labels}


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
            entry, agent, owner = unit.entry(offer.entry), unit.agent(offer.agent), unit.owner_in(offer)
        if entry is None or agent is None or owner is None:
            return None
        flow, _ = self._menus(entry.id)
        story, language, is_at_home = json.loads(entry.story or "{}"), agent.languages.split(",")[0], entry.state == offers.AT_HOME
        role = OUTSIDE if agent.by == OUTSIDE else offer.role
        says = whisper(flow, entry.queue, story, language, is_at_home=is_at_home, role=role, staff=owner.agent)
        return Words(flow, "", says)

    def news(self, offer_id: str, what: str) -> Words | None:
        """Tell an agent in a room, who alone hears it, what came of a wish of theirs; None when it is nobody's."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry, agent = (unit.entry(offer.entry), unit.agent(offer.agent)) if offer else (None, None)
        if entry is None or agent is None:
            return None
        flow, _ = self._menus(entry.id)
        return Words(flow, "", news(flow, what, json.loads(entry.story or "{}"), agent.languages.split(",")[0]))

    def answer(self, offer_id: str, leg: str, digits: str) -> Seat | None:
        """Take a key an agent presses at the words; their place when the agent has the call."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            if offer is not None and digits == ACCEPT and offers.accept(unit, offer, leg, self.clock()):
                return seat_of(offer)
            if offer is not None and digits == REFUSE:
                offers.decline(unit, offer, self.clock())
        return None

    def connect(self, offer_id: str) -> tuple[Words, int, str] | None:
        """Let a caller out of the line into a room: give the words on the way, the call's turn, and which offer opened the room;
        None when nobody is there. Who comes back to an agent they have talked to is not told again who it is."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry = unit.entry(offer.entry) if offer else None
            if offer is None or entry is None or not offers.connect(unit, offer, self.clock()):
                return None
        row = self.store.read_call(entry.call_sid)
        if row is None:
            return None
        flow, pace = self._menus(entry.id)
        return Words(flow, pace, () if offer.talked_at else notice(flow, offer.agent, entry.language)), row.turn, offer.opener

    def waiting_for(self, call_sid: str) -> str | None:
        """Name the offer whose agent is in a room and waits for this caller, or talks to them."""
        with self.store.unit() as unit:
            live = unit.offers_of_call(call_sid)
            taken = [each for each in live if each.role == OWNER and each.state in offers.IN_ROOM]
            there = {entry.id for each in taken if (entry := unit.entry(each.entry)) is not None and entry.state != offers.AWAY}
        return next((each.id for each in taken if each.entry in there), None)

    def entered(self, opener: str, label: str, conference: str = "") -> None:
        """Somebody is in the room that an offer opened, which the carrier calls so."""
        step = {OWNER: offers.joined, CALLER: _caller_in}.get(label, offers.guest_in)

        def note(unit: Unit, offer: OfferRow, now: datetime) -> None:
            unit.keep_conference(opener, conference)
            step(unit, offer, now)

        self._note(_offer_of(opener, label), note)

    def left(self, opener: str, label: str) -> None:
        """Somebody is out of the room that an offer opened. Nobody is to be kept there for a caller."""
        self._note(_offer_of(opener, label), _without_caller if label == CALLER else offers.agent_left)

    def agent_left(self, offer_id: str) -> None:
        """The agent's leg is over, or out of the room."""
        self._note(offer_id, offers.agent_left)

    def cut_off(self, offer_id: str) -> None:
        """The agent's leg is over, after it was answered."""
        self._note(offer_id, offers.cut_off)

    def is_held(self, offer_id: str) -> bool:
        """Tell whether the caller of a talk is to be on hold."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
        return offer is not None and offer.state == "talking" and offer.is_held

    def call_of(self, offer_id: str) -> str | None:
        """Name the call of the caller whom an offer is about."""
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry = unit.entry(offer.entry) if offer else None
        return entry.call_sid if entry else None

    def lost(self, offer_id: str, was_inside: bool | None) -> Words | None:
        """Tell a caller out of a room that ended that the agent is lost, and who is next comes at once. None of any other end.

        Who is away is out of the room by the agent's wish, and it goes on.
        """
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry, owner = (unit.entry(offer.entry), unit.owner_in(offer)) if offer else (None, None)
            if entry is None or entry.state == "away" or owner is None or not _talked(owner, was_inside):
                return None
            if not offers.is_lost(unit, owner, self.clock()):
                return None
        flow, pace = self._menus(entry.id)
        return Words(flow, pace, lost(flow, entry.language))

    def caller_out(self, offer_id: str, was_inside: bool | None) -> Event:
        """Tell what it means that a caller's way through a room is over: a talk, or that nobody was there any more.

        A room ends with who owns it: who was inside until it ended talked, though the notice of it may be late, or lost. Who is out of
        it by the agent's wish comes with that.
        """
        with self.store.unit() as unit:
            offer = unit.offer(offer_id)
            entry, owner = (unit.entry(offer.entry), unit.owner_in(offer)) if offer else (None, None)
        if entry is not None and entry.state == offers.AWAY:
            return LeftQueue("wish", entry.wish)
        if owner is None or owner.state == "failed":
            return LeftQueue("bridged") if _talked(owner, was_inside) else Resumed()
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


def _talked(owner: OfferRow | None, was_inside: bool | None) -> bool:
    """Tell whether a caller was in the room with who owned it; when what told it is lost, by whether they are known to have talked."""
    return was_inside if was_inside is not None else owner is not None and owner.talked_at is not None


def _offer_of(opener: str, label: str) -> str:
    """Name the offer of who is so called in a room; the caller is told of by the one that opened it."""
    return opener if label in (OWNER, CALLER) else label.rpartition("-")[2]


def _caller_in(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """The caller is in the room, and talks to who owns it by now."""
    offers.talks(unit, unit.owner_in(offer) or offer, now)


def _without_caller(unit: Unit, offer: OfferRow, now: datetime) -> None:
    """Let all go whom a caller has left. One on hold leaves as the agent is lost, which the caller's own way tells, or hangs up."""
    owner = unit.owner_in(offer)
    if owner is not None and owner.state == "talking" and not owner.is_held:
        offers.without_caller(unit, owner, now)
