"""How often calls are begun: by two workers at once, each with a connection of its own, on PostgreSQL and in a file."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest

from ivr.service import offers
from ivr.service.intents import Intents
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import Intent, OfferRow
from ivr.storage.records import Callback
from tests.floor.test_router import NOW, NUMBERS, SECRET, TICK, Telephones, fill

MANY = 6


class Moment:
    """What time it is, for both workers."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Timed(Telephones):
    """Notes what is asked of the carrier, and when."""

    def __init__(self, moment: Moment) -> None:
        super().__init__()
        self._moment = moment
        self.at: list[float] = []
        self.asked: list[str] = []

    def ring(self, to: str, path: str, ended: str) -> str:
        self.at.append((self._moment.now - NOW).total_seconds())
        self.asked.append("call")
        return super().ring(to, path, ended)

    def dequeue(self, queue: str, call: str, path: str) -> None:
        self.asked.append("dequeue")


@pytest.fixture(params=["file_url", "postgres_url"])
def two(request: pytest.FixtureRequest) -> Iterator[list[Store]]:
    url = request.getfixturevalue(request.param)
    stores = [open_store(url, SECRET) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


def hold_out(store: Store) -> None:
    """Hold each of those who wait out to an agent of their own."""
    fill(store, MANY, "refund")
    with store.unit() as unit:
        for n in range(MANY):
            assert offers.hold_out(unit, OfferRow(f"o{n}", f"refund.en.v1.{n}", f"{1000 + n}", NOW, NOW))


def test_of_two_who_would_begin_a_call_at_once_one_does(two: list[Store]) -> None:
    together = Barrier(len(two), timeout=30)

    def take(store: Store, at: datetime) -> bool:
        together.wait()
        with store.unit() as unit:
            return unit.keep_pace("calls", at, at + TICK)

    with ThreadPoolExecutor(len(two)) as pool:
        for at in (NOW + n * TICK for n in range(30)):
            assert sum(pool.map(take, two, [at, at])) == 1


@pytest.mark.parametrize("calls_per_second", [0.5, 1.0, 2.5])
def test_two_workers_keep_one_pace(two: list[Store], calls_per_second: float) -> None:
    hold_out(two[0])
    moment = Moment()
    lines = Timed(moment)
    workers = [Intents(store, lines, NUMBERS, moment, calls_per_second) for store in two]  # type: ignore[arg-type]
    with ThreadPoolExecutor(len(workers)) as pool:
        while moment.now < NOW + timedelta(seconds=MANY / calls_per_second + 2):
            list(pool.map(Intents.work, workers))
            moment.now += TICK
    assert sorted(lines.rung) == [f"o{n}" for n in range(MANY)]
    assert all(after - before >= 1 / calls_per_second - 1e-6 for before, after in pairwise(sorted(lines.at)))


def test_what_begins_no_call_waits_for_none(two: list[Store]) -> None:
    store, _ = two
    hold_out(store)
    with store.unit() as unit:
        last = unit.offer(f"o{MANY - 1}")
        assert last is not None
        assert offers.accept(unit, last, "CA1", NOW)
        offers.joined(unit, last, NOW + TICK)
    moment = Moment()
    moment.now += TICK
    lines = Timed(moment)
    assert Intents(store, lines, NUMBERS, moment, 1.0).work() == 3, "one is not to be rung any more"  # type: ignore[arg-type]
    assert lines.asked == ["dequeue", "call"]


def test_an_agent_for_one_who_waits_is_rung_before_anybody_is_called_back(two: list[Store]) -> None:
    store, _ = two
    hold_out(store)
    with store.unit() as unit:
        first = unit.offer("o0")
        assert first is not None
        assert offers.accept(unit, first, "CA1", NOW)
        assert unit.move_offer("o0", ["accepted"], "joined", NOW)
        home = Callback("CA", "li", "", "refund", NOW, NOW, NOW, "key", entry=first.entry)
        unit.book_callback(home, lambda: "4815162340")
        unit.plan(Intent(offers.DIAL, "4815162340", NOW - TICK))
    moment = Moment()
    lines = Timed(moment)
    Intents(store, lines, NUMBERS, moment, 1.0).work()  # type: ignore[arg-type]
    assert lines.asked == ["call"]
    with store.unit() as unit:
        assert [each.state for each in unit.due_intents(NOW) if each.kind == offers.DIAL] == ["planned"]
