"""Calls to those who wait at home, as a worker finds them planned: made if they are wanted still, and once, whoever planned them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.errors import CarrierError
from ivr.service import offers
from ivr.service.intents import Intents
from ivr.service.reconcile import EVERY_SECONDS, STALE, Reconciler
from ivr.service.rooms import OWNER
from ivr.service.tries import PAUSES
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import AgentRow, Intent, OfferRow
from ivr.storage.records import Callback, CallRow, Entry
from tests.floor.test_first import Calling
from tests.floor.test_router import NOW, NUMBERS, SECRET, TICK, router_of

ENTRY, NUMBER = "refund.en.v1.a", "4815162301"
OFFER = OfferRow("o1", ENTRY, "1001", NOW, NOW)


class Told(Calling):
    """A carrier in whose room the agent waits, and whose calls ring on."""

    def in_room(self, room: str) -> frozenset[str]:
        return frozenset({OWNER})

    def in_line(self) -> dict[str, frozenset[str]]:
        return {}

    def is_live(self, call: str) -> bool:
        return True


@pytest.fixture
def store() -> Iterator[Store]:
    """One waits at home, and an agent is ready."""
    store = open_store("sqlite:///:memory:", SECRET)
    come(store, "a")
    yield store
    store.close()


def come(store: Store, who: str) -> None:
    """One more waits at home, and one more agent is ready."""
    entry, call, agent = f"refund.en.v1.{who}", f"CA-{who}", f"100{ord(who) - ord('a') + 1}"
    home = Callback(call, who, NUMBERS.seal("+8613800138000"), "refund", NOW, NOW, NOW, call, entry=entry, next_at=NOW)
    with store.unit() as unit:
        unit.start_call(CallRow(call, 1, "v1", "{}", "", who, "", "+15559990000", NOW), "[]")
        unit.book_callback(home, lambda: f"481516230{agent[-1]}")
        unit.hang_up(call, NOW)
        unit.join_queue(Entry(entry, call, "refund", NOW, NOW, "en", "{}", state=offers.AT_HOME))
        unit.put_agent(AgentRow(agent, NUMBERS.seal("+15551110001"), "refund", "en", "away", NOW))
        unit.turn_agent(agent, "ready", NOW)


@pytest.fixture
def in_room(store: Store) -> Store:
    """The agent has come into the room."""
    with store.unit() as unit:
        assert offers.hold_out(unit, OFFER)
        offers.accept(unit, OFFER, "CA9", NOW)
        unit.move_offer(OFFER.id, ["accepted"], "joined", NOW)
    return store


def go_on(store: Store, lines: Told) -> None:
    """Look twice, and do each time what is found to be done."""
    for seconds in (STALE.seconds, STALE.seconds + EVERY_SECONDS):
        now = NOW + timedelta(seconds=seconds)
        Reconciler(store, lines, NUMBERS, lambda: now).work()  # type: ignore[arg-type]  # noqa: B023
        Intents(store, lines, NUMBERS, lambda: now, 1.0).work()  # type: ignore[arg-type]  # noqa: B023


@pytest.mark.parametrize("about", ["", OFFER.id])
def test_who_is_not_called_while_an_agent_waits_for_them_is_called_once(in_room: Store, about: str) -> None:
    """The program before this one planned the call by the offer; or nobody planned it."""
    with in_room.unit() as unit:
        if about:
            unit.plan(Intent(offers.DIAL, about, NOW))
    lines = Told()
    go_on(in_room, lines)
    with in_room.unit() as unit:
        offer = unit.offer(OFFER.id)
    assert lines.called == [f"{NUMBER}.1"]
    assert offer is not None
    assert offer.state == "joined", "the agent waits while it rings"


def test_a_call_that_is_planned_anew_while_it_rings_takes_nobody_out_of_the_room(in_room: Store) -> None:
    lines = Told()
    for _ in range(2):
        with in_room.unit() as unit:
            offers.call_home(unit, ENTRY, NOW)
        Intents(in_room, lines, NUMBERS, lambda: NOW, 1.0).work()  # type: ignore[arg-type]
    go_on(in_room, lines)
    with in_room.unit() as unit:
        offer = unit.offer(OFFER.id)
    assert lines.called == [f"{NUMBER}.1"]
    assert offer is not None
    assert offer.state == "joined"


@pytest.mark.parametrize(("rings", "called"), [(False, [f"{NUMBER}.1"]), (True, [])])
def test_who_rings_us_is_not_called_until_the_carrier_says_that_call_is_over(store: Store, rings: bool, called: list[str]) -> None:
    """Nobody has told that it is."""

    class Ringing(Told):
        def is_live(self, call: str) -> bool:
            return rings

    with store.unit() as unit:
        unit.start_call(CallRow("CA-again", 1, "v1", "{}", "", "a", "", "+15559990000", NOW), "[]")
    lines, later = Ringing(), STALE.seconds + EVERY_SECONDS
    assert first(store, lines, later=0) == []
    Reconciler(store, lines, NUMBERS, lambda: NOW + timedelta(seconds=later)).work()  # type: ignore[arg-type]
    assert first(store, lines, later=later + 1) == called


class Busy(Told):
    """A carrier that has too much to do for the first calls."""

    def dial(self, to: str, path: str, ended: str) -> str:
        sid = super().dial(to, path, ended)
        if len(self.called) < 4:
            raise CarrierError("too many", code=20429)
        return sid


def test_the_pause_counts_from_when_the_carrier_had_time_to_make_the_call(in_room: Store) -> None:
    lines, now = Busy(), NOW
    with in_room.unit() as unit:
        offers.call_home(unit, ENTRY, NOW)
    while len(lines.called) < 4:
        now += timedelta(seconds=1)
        Intents(in_room, lines, NUMBERS, lambda: now, 1.0).work()  # type: ignore[arg-type]  # noqa: B023
    with in_room.unit() as unit:
        callback = unit.open_callback(ENTRY)
    assert set(lines.called) == {f"{NUMBER}.1"}
    assert callback is not None
    assert callback.next_at == now + PAUSES[0]


def first(store: Store, lines: Told, *, later: float, planned: bool = True) -> list[str]:
    """Plan whom to call before an agent is asked, call later whom a worker finds planned, and tell who was called."""
    now = NOW + timedelta(seconds=later)
    if planned:
        replace(router_of(store, lambda: now), calls_per_second=1, is_customer_first=True).work()
    Intents(store, lines, NUMBERS, lambda: now, 1.0, is_customer_first=True).work()  # type: ignore[arg-type]
    return lines.called


@pytest.mark.parametrize(("state", "called"), [("ready", [f"{NUMBER}.1"]), ("away", [])])
def test_whose_call_was_planned_for_an_agent_long_ago_is_called_only_if_one_is_ready_still(
    store: Store, state: str, called: list[str]
) -> None:
    lines, days = Told(), timedelta(days=1).total_seconds()
    replace(router_of(store, lambda: NOW), is_customer_first=True).work()
    with store.unit() as unit:
        unit.turn_agent("1001", state, NOW)
    assert first(store, lines, later=days, planned=False) == []
    assert first(store, lines, later=days + 1) == called


def test_no_more_calls_are_planned_than_can_be_begun_in_a_second(store: Store) -> None:
    lines = Told()
    for who in "bcde":
        come(store, who)
    for tick in range(6):
        first(store, lines, later=tick * TICK.total_seconds())
    with store.unit() as unit:
        for agent in range(1001, 1006):
            unit.turn_agent(str(agent), "away", NOW)
    for second in range(2, 6):
        first(store, lines, later=second)
    assert len(lines.called) == 2, "one at once and one after a second: nobody once they are gone"
