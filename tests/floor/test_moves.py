"""What an agent may wish of a caller in a talk: what is kept of it, what is planned, and what is refused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.compiler.library import Library
from ivr.errors import AgentError
from ivr.flow.events import LeftQueue
from ivr.service import moves, offers, returns
from ivr.service.moves import Moves
from ivr.service.queueing import left_for
from ivr.service.rooms import CALLER, OWNER, Rooms
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Entry, Switch
from tests.floor.test_floor import flow
from tests.floor.test_races import ENTRY, LATER, NOW, OFFER, SECRET, begin, planned

TRANSFERRED = LeftQueue("wish", "transfer:payment")


@pytest.fixture
def store() -> Iterator[Store]:
    """Let one wait and one be ready."""
    store = open_store("sqlite:///:memory:", SECRET)
    begin(store)
    yield store
    store.close()


def rooms(store: Store) -> Rooms:
    return Rooms(store, Library(flow(), lambda _: None, lambda _: None), lambda: NOW)


def talk(store: Store) -> Moves:
    """Let the two talk, and give what the agent may wish."""
    with store.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        assert offers.accept(unit, OFFER, "CA2", NOW)
    rooms(store).entered(OFFER.id, OWNER)
    assert rooms(store).connect(OFFER.id)
    rooms(store).entered(OFFER.id, CALLER)
    return Moves(store, flow(), lambda: NOW)


def test_who_is_transferred_leaves_the_room_before_the_agent_who_has_done_with_them(store: Store) -> None:
    talk(store).transfer("1024", "payment")
    with store.unit() as unit:
        entry, offer = unit.entry(ENTRY), unit.offer(OFFER.id)
        assert entry is not None
        assert offer is not None
        assert (entry.state, entry.wish, offer.state) == ("away", "transfer:payment", "over")
        assert [kind for kind in planned(unit) if kind != offers.DEQUEUE] == ["resume", "end"]
        assert unit.ready_agents(NOW) == []


@pytest.mark.parametrize("was_inside", [True, False])
def test_whose_way_through_the_room_ends_by_the_transfer_comes_with_it(store: Store, was_inside: bool) -> None:
    talk(store).transfer("1024", "payment")
    assert rooms(store).caller_out(OFFER.id, was_inside) == TRANSFERRED


def test_the_wait_before_is_done_once_the_transfer_is_carried_out(store: Store) -> None:
    talk(store).transfer("1024", "payment")
    with store.unit() as unit:
        moves.left(unit, "CA1", TRANSFERRED, NOW)
        assert unit.entry_away("CA1") is None
        done = unit.entry(ENTRY)
        assert done is not None
        assert left_for(unit.places_of("CA1", ""), "payment") == done
        assert left_for(unit.places_of("CA1", ""), "refund") is None
        unit.join_queue(Entry("payment.en.v1.b", "CA1", "payment", LATER, NOW, language="en", story="{}"))
        assert left_for(unit.places_of("CA1", ""), "payment") is None


def test_who_is_to_be_called_back_keeps_the_place_of_a_transfer(store: Store) -> None:
    talk(store).call_back("1024", "payment")
    with store.unit() as unit:
        moves.left(unit, "CA1", LeftQueue("wish", "call-back:payment"), NOW)
        done = unit.entry(ENTRY)
        assert done is not None
        assert left_for(unit.places_of("CA1", ""), "payment") == done


CLOSED = Switch("closure", NOW + timedelta(hours=2), NOW, "ops", queue="payment")


@pytest.mark.parametrize(
    ("wish", "most", "switches", "told"),
    [
        (Moves.transfer, 1, [], ""),
        (Moves.transfer, 0, [], "payment is full: the caller hears so, and is asked when to be called back."),
        (Moves.transfer, 1, [CLOSED], "payment is closed until 2026-03-02 20:00: the caller hears so, and may be called back."),
        (Moves.call_back, 1, [], ""),
        (Moves.call_back, 0, [], "payment is full: it may be long until its people call back."),
        (Moves.call_back, 1, [CLOSED], "payment is closed until 2026-03-02 20:00: its people call back once it is open."),
    ],
)
def test_an_agent_is_told_of_a_line_that_is_closed_or_full_and_the_caller_goes_there(
    store: Store, wish: Callable[[Moves, str, str], str], most: int, switches: list[Switch], told: str
) -> None:
    for switch in switches:
        with store.unit() as unit:
            unit.switch_on(switch)
    wishes, queues = talk(store), flow().queues
    full = replace(flow(), queues={**queues, "payment": replace(queues["payment"], most=most)})
    assert wish(replace(wishes, flow=full), "1024", "payment") == told
    assert state_of(store) == ("over", "away")


def state_of(store: Store) -> tuple[str, str]:
    with store.unit() as unit:
        offer, entry = unit.offer(OFFER.id), unit.entry(ENTRY)
    assert offer is not None
    assert entry is not None
    return offer.state, entry.state


def come_back(store: Store, queue: str = "refund") -> None:
    """Let the caller, who is asked no more, wait for a queue."""
    with store.unit() as unit:
        moves.left(unit, "CA1", LeftQueue("wish", "check:light"), LATER)
        entry = unit.join_queue(Entry(f"{queue}.en.v1.c", "CA1", queue, LATER, LATER, language="en", story="{}"))
        returns.joins(unit, "CA1", entry.id, LATER)


def test_who_is_asked_who_they_are_is_waited_for_in_the_room_and_comes_back_to_it(store: Store) -> None:
    talk(store).check("1024", "light")
    assert state_of(store) == ("joined", "away")
    assert rooms(store).waiting_for("CA1") is None
    assert rooms(store).connect(OFFER.id) is None
    come_back(store)
    assert state_of(store) == ("joined", "waiting")
    assert rooms(store).waiting_for("CA1") == OFFER.id
    found = rooms(store).connect(OFFER.id)
    assert found is not None
    assert found[0].says == ()
    assert state_of(store) == ("connecting", "talking")


def test_an_agent_who_hangs_up_meanwhile_has_talked_and_the_caller_keeps_the_place(store: Store) -> None:
    talk(store).check("1024", "light")
    rooms(store).agent_left(OFFER.id)
    assert state_of(store) == ("over", "away")
    come_back(store)
    assert state_of(store) == ("over", "waiting")


def test_a_caller_who_goes_to_another_line_instead_is_waited_for_no_longer(store: Store) -> None:
    talk(store).check("1024", "light")
    come_back(store, "security")
    with store.unit() as unit:
        assert "end" in planned(unit)
    assert state_of(store)[0] == "over"


def test_a_caller_who_hangs_up_while_asked_has_talked(store: Store) -> None:
    talk(store).check("1024", "light")
    with store.unit() as unit:
        offers.leave(unit, "CA1", "gone", LATER)
    assert state_of(store) == ("over", "gone")


def test_there_are_two_levels_to_ask_for(store: Store) -> None:
    with pytest.raises(AgentError, match='Did you mean "light"'):
        talk(store).check("1024", "ligth")


@pytest.mark.parametrize(
    ("agent", "queue", "why"),
    [
        ("1024", "parking", 'no caller can be transferred to "parking"'),
        ("1024", "paymet", 'Did you mean "payment"?'),
        ("1099", "payment", 'nobody has the staff number "1099". There are: 1024'),
    ],
)
def test_what_cannot_be_changes_nothing(store: Store, agent: str, queue: str, why: str) -> None:
    wishes = talk(store)
    with pytest.raises(AgentError, match=why):
        wishes.transfer(agent, queue)
    with store.unit() as unit:
        offer = unit.offer(OFFER.id)
        assert offer is not None
        assert offer.state == "talking"


def test_who_is_to_call_back_is_a_queue(store: Store) -> None:
    with pytest.raises(AgentError, match='no caller can be called back by "review": it is no such queue'):
        talk(store).call_back("1024", "review")


def test_who_is_on_the_way_to_an_agent_is_transferred_by_nobody(store: Store) -> None:
    with store.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        assert offers.accept(unit, OFFER, "CA2", NOW)
    with pytest.raises(AgentError, match="in no talk"):
        Moves(store, flow(), lambda: NOW).transfer("1024", "payment")
