"""Two who do something about the same call at once, each in a transaction of its own: what comes of it on PostgreSQL, and in a file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ivr.compiler.library import Library
from ivr.flow.events import Event, LeftQueue, Resumed
from ivr.service import offers
from ivr.service.intents import Intents
from ivr.service.rooms import OWNER, Rooms
from ivr.storage import open_store
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow, OfferRow
from ivr.storage.records import CallRow, Entry
from ivr.storage.sealed import Numbers
from tests.floor.test_floor import flow

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = NOW + offers.OPEN_FOR
SECRET = "k" * 64
ENTRY = "refund.en.v1.a"
OFFER = OfferRow("o1", ENTRY, "1024", NOW, NOW)


def begin(store: Store) -> None:
    """Let one wait and one be ready."""
    with store.unit() as unit:
        unit.put_agent(AgentRow("1024", "", "refund", "en", "away", NOW))
        unit.turn_agent("1024", "ready", NOW)
        unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "li", "sealed", "+15559990000", NOW), "[]")
    with store.unit() as unit:
        unit.join_queue(Entry(id=ENTRY, call_sid="CA1", queue="refund", arrived_at=NOW, place_at=NOW, language="en", story="{}"))


@pytest.fixture
def memory() -> Iterator[Store]:
    store = open_store("sqlite:///:memory:", SECRET)
    begin(store)
    yield store
    store.close()


@pytest.fixture
def two(postgres_url: str) -> Iterator[tuple[Store, Store]]:
    stores = open_store(postgres_url, SECRET), open_store(postgres_url, SECRET)
    begin(stores[0])
    yield stores
    for store in stores:
        store.close()


def planned(unit: Unit) -> list[str]:
    return [intent.kind for intent in unit.due_intents(LATER) if intent.kind != offers.CALL]


def test_who_hangs_up_once_they_were_read_is_held_out_to_nobody(two: tuple[Store, Store]) -> None:
    router, web = two
    with router.unit() as unit:
        assert [entry.id for entry in unit.queued()] == [ENTRY]
        with web.unit() as other:
            offers.leave(other, "CA1", "gone", NOW)
        assert not offers.hold_out(unit, OFFER)
    with web.unit() as unit:
        assert unit.offer(OFFER.id) is None
        assert [agent.id for agent in unit.ready_agents(NOW)] == ["1024"]


def test_who_accepts_while_the_offer_expires_is_not_hung_up_on(two: tuple[Store, Store]) -> None:
    router, web = two
    with web.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        unit.keep_leg(OFFER.id, "CA2")
    with router.unit() as unit:
        [late] = unit.late_offers(offers.opened_late(LATER))
        with web.unit() as other:
            assert offers.accept(other, late, "CA2", LATER)
        offers.expire(unit, late, LATER)
    with web.unit() as unit:
        assert planned(unit) == []


def test_an_offer_of_who_is_gone_already_is_withdrawn_when_they_leave_again(memory: Store) -> None:
    with memory.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        unit.leave_queue("CA1", "gone")
        offers.leave(unit, "CA1", "gone", NOW)
        kept = unit.offer(OFFER.id)
        assert kept is not None
        assert kept.state == "withdrawn"
        assert planned(unit) == ["end"]


@pytest.mark.parametrize(
    ("leg", "seconds"),
    [
        pytest.param("", 25, id="whose telephone may be ringing, as far as we know"),
        pytest.param("CA2", 3, id="who is being hung up on"),
    ],
)
def test_an_agent_is_not_rung_again_while_the_leg_before_may_live(memory: Store, leg: str, seconds: int) -> None:
    with memory.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        unit.keep_leg(OFFER.id, leg)
        offers.leave(unit, "CA1", "gone", NOW)
        for intent in unit.due_intents(NOW):
            unit.settle_intent(intent, "done", NOW)
        assert unit.ready_agents(NOW + timedelta(seconds=seconds - 1)) == []
        assert [agent.id for agent in unit.ready_agents(NOW + timedelta(seconds=seconds))] == ["1024"]


def test_an_agent_is_not_rung_before_the_carrier_has_ended_the_leg_before(memory: Store) -> None:
    with memory.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        unit.keep_leg(OFFER.id, "CA2")
        offers.leave(unit, "CA1", "gone", NOW)
        [end] = [intent for intent in unit.due_intents(NOW) if intent.kind == offers.END]
        unit.settle_intent(end, "unknown", LATER)
        assert unit.ready_agents(LATER) == []
        unit.settle_intent(end, "done", LATER)
        assert [agent.id for agent in unit.ready_agents(LATER)] == ["1024"]


def test_what_a_worker_that_is_gone_had_asked_is_asked_again_by_the_next_one_at_once(memory: Store) -> None:
    with memory.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        offers.leave(unit, "CA1", "gone", NOW)
        [end] = [intent for intent in unit.due_intents(NOW) if intent.kind == offers.END]
        assert unit.send_intent(end, NOW, LATER)
        assert planned(unit) == ["end"]
        assert [intent for intent in unit.due_intents(NOW) if intent.kind == offers.END] == []
    Intents(memory, None, Numbers(SECRET), lambda: NOW, 1.0).begin()  # type: ignore[arg-type]
    with memory.unit() as unit:
        assert [intent.id for intent in unit.due_intents(NOW) if intent.kind == offers.END] == [end.id]


@pytest.mark.parametrize(("was_inside", "event"), [(True, LeftQueue("bridged")), (False, Resumed()), (None, Resumed())])
def test_who_was_in_the_room_until_it_ended_talked_though_it_is_told_late(memory: Store, was_inside: bool | None, event: Event) -> None:
    """The notice that the caller is in the room is lost, and the end of the agent's leg is told before that of the caller's Dial."""
    rooms = Rooms(memory, Library(flow(), lambda _: None, lambda _: None), lambda: NOW)
    with memory.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        assert offers.accept(unit, OFFER, "CA2", NOW)
    rooms.entered(OFFER.id, OWNER)
    assert rooms.connect(OFFER.id)
    rooms.agent_left(OFFER.id)
    assert rooms.caller_out(OFFER.id, was_inside) == event
