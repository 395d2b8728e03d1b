"""A talk as the store has it, for tests of what may be done in one."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from ivr.service import consults, offers
from ivr.service.intents import Intents
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow, OfferRow
from ivr.storage.records import CallRow, Entry
from ivr.storage.sealed import Numbers
from tests.floor.test_floor import flow

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECRET = "k" * 64
ENTRY = "refund.en.v1.a"
CALLER = "CA1"
DRAW = Random(1).randrange
OFFER = OfferRow("o1", ENTRY, "1024", NOW, NOW)


def put_agent(unit: Unit, staff: str, level: int = 1) -> None:
    unit.put_agent(AgentRow(staff, "", "refund", "en", "away", NOW, level=level))
    unit.turn_agent(staff, "ready", NOW)


def begin_talk(store: Store) -> None:
    """Let 1024 talk to one who waited; 1025 and the supervisor 2001 are ready."""
    with store.unit() as unit:
        for staff, level in (("1024", 1), ("1025", 1), ("2001", 2)):
            put_agent(unit, staff, level)
        unit.start_call(CallRow(CALLER, 1, "v1", "{}", "", "li", "sealed", "+15559990000", NOW), "[]")
    with store.unit() as unit:
        unit.join_queue(Entry(ENTRY, CALLER, "refund", NOW, NOW, language="en", story="{}"))
        assert offers.hold_out(unit, OFFER)
        unit.keep_leg(OFFER.id, "CA2")
        steps: tuple[Callable[[Unit, OfferRow, datetime], object], ...] = (offers.joined, offers.connect, offers.talks)
        assert offers.accept(unit, OFFER, "CA2", NOW)
        for step in steps:
            step(unit, OFFER, NOW)


def kept(store: Store, offer: str) -> OfferRow:
    with store.unit() as unit:
        found = unit.offer(offer)
    assert found is not None
    return found


def planned(store: Store) -> list[tuple[str, str]]:
    """List what is to be asked of the carrier, but the calls and dequeues on the way to the talk."""
    with store.unit() as unit:
        return [(each.kind, each.about) for each in unit.due_intents(NOW + offers.OPEN_FOR) if each.kind not in ("call", "dequeue")]


def work(store: Store, lines: object, at: datetime = NOW) -> None:
    Intents(store, lines, Numbers(SECRET), lambda: at, 1.0).work()  # type: ignore[arg-type]


def asked_in(store: Store) -> OfferRow:
    """Give the one live offer beside who owns the talk."""
    with store.unit() as unit:
        [found] = unit.others_in(OFFER)
    return found


def go_on(store: Store, at: datetime = NOW) -> None:
    """Let what is asked of a level take its next step."""
    with store.unit() as unit:
        for consult in unit.open_consults():
            consults.go_on(unit, consult, at, DRAW)


def enter(store: Store) -> OfferRow:
    """Let whoever is asked in take the call, and be in the room."""
    with store.unit() as unit:
        offer = asked_in(store)
        assert offers.accept(unit, offer, "CA3", NOW)
        offers.guest_in(unit, offer, NOW)
    return asked_in(store)


def moves(talks: Talks) -> Moves:
    return Moves(talks.store, flow(), talks.clock)
