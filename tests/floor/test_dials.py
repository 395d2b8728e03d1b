"""Calls to those who wait at home, as a worker finds them planned: made if they are wanted still, and once, whoever planned them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ivr.service import offers
from ivr.service.intents import Intents
from ivr.service.reconcile import EVERY_SECONDS, STALE, Reconciler
from ivr.service.rooms import OWNER
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import AgentRow, Intent, OfferRow
from ivr.storage.records import Callback, CallRow, Entry
from tests.floor.test_first import Calling
from tests.floor.test_router import NOW, NUMBERS, SECRET

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
    """An agent is in the room for one who waits at home."""
    store = open_store("sqlite:///:memory:", SECRET)
    with store.unit() as unit:
        unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "li", "", "+15559990000", NOW), "[]")
        sealed = NUMBERS.seal("+8613800138000")
        unit.book_callback(Callback("CA1", "li", sealed, "refund", NOW, NOW, NOW, "key", entry=ENTRY, next_at=NOW), lambda: NUMBER)
        unit.hang_up("CA1", NOW)
        unit.join_queue(Entry(ENTRY, "CA1", "refund", NOW, NOW, "en", "{}", state=offers.AT_HOME))
        unit.put_agent(AgentRow("1001", NUMBERS.seal("+15551110001"), "refund", "en", "away", NOW))
        unit.turn_agent("1001", "ready", NOW)
        assert offers.hold_out(unit, OFFER)
        offers.accept(unit, OFFER, "CA9", NOW)
        unit.move_offer(OFFER.id, ["accepted"], "joined", NOW)
    yield store
    store.close()


def go_on(store: Store, lines: Told) -> None:
    """Look twice, and do each time what is found to be done."""
    for seconds in (STALE.seconds, STALE.seconds + EVERY_SECONDS):
        now = NOW + timedelta(seconds=seconds)
        Reconciler(store, lines, NUMBERS, lambda: now).work()  # type: ignore[arg-type]  # noqa: B023
        Intents(store, lines, NUMBERS, lambda: now, 1.0).work()  # type: ignore[arg-type]  # noqa: B023


@pytest.mark.parametrize("about", ["", OFFER.id])
def test_who_is_not_called_while_an_agent_waits_for_them_is_called_once(store: Store, about: str) -> None:
    """The program before this one planned the call by the offer; or nobody planned it."""
    with store.unit() as unit:
        if about:
            unit.plan(Intent(offers.DIAL, about, NOW))
    lines = Told()
    go_on(store, lines)
    with store.unit() as unit:
        offer = unit.offer(OFFER.id)
    assert lines.called == [f"{NUMBER}.1"]
    assert offer is not None
    assert offer.state == "joined", "the agent waits while it rings"


def test_a_call_that_is_planned_anew_while_it_rings_takes_nobody_out_of_the_room(store: Store) -> None:
    lines = Told()
    for _ in range(2):
        with store.unit() as unit:
            offers.call_home(unit, ENTRY, NOW)
        Intents(store, lines, NUMBERS, lambda: NOW, 1.0).work()  # type: ignore[arg-type]
    go_on(store, lines)
    with store.unit() as unit:
        offer = unit.offer(OFFER.id)
    assert lines.called == [f"{NUMBER}.1"]
    assert offer is not None
    assert offer.state == "joined"
