"""Many agents and many callers at once: who is held out to whom, and when."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from ivr.compiler.library import Library
from ivr.service import offers
from ivr.service.intents import Intents
from ivr.service.patience import Patience
from ivr.service.router import Router
from ivr.service.switches import Switchboard
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import BROWSER, AgentRow
from ivr.storage.records import CallRow, Entry
from ivr.storage.schema import migrate
from ivr.storage.sealed import Numbers
from tests.floor.test_floor import flow

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECRET = "k" * 64
NUMBERS = Numbers(SECRET)
TICK = timedelta(seconds=0.2)


class Telephones:
    """Notes which telephones are rung."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, to: str, path: str, ended: str) -> str:
        self.rung.append(path.partition("?o=")[2])
        return f"CA{len(self.rung)}"

    def end(self, call: str) -> None:
        pass


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    where = f"sqlite:///{tmp_path}/calls.db"
    migrate(where)
    store = open_store(where, SECRET)
    yield store
    store.close()


def fill(store: Store, count: int, skill: str) -> None:
    """Let so many wait for refunds, and so many be ready for something."""
    for n in range(count):
        with store.unit() as unit:
            unit.put_agent(AgentRow(f"{1000 + n}", NUMBERS.seal("+15551110001"), skill, "en", "away", NOW))
            unit.turn_agent(f"{1000 + n}", "ready", NOW)
            unit.start_call(CallRow(f"CB{n}", 1, "v1", "{}", "", "li", "sealed", "+15559990000", NOW), "[]")
        with store.unit() as unit:
            unit.join_queue(Entry(f"refund.en.v1.{n}", f"CB{n}", "refund", NOW, NOW, language="en", story="{}"))


def router_of(store: Store, clock: Callable[[], datetime]) -> Router:
    return Router(store, Library(flow(), lambda _: None, lambda _: None), Switchboard(store, Patience()), clock, Random(1).randrange, 1.0)


def test_a_telephone_that_must_wait_its_turn_to_be_rung_is_not_taken_to_be_unanswered(store: Store) -> None:
    """Forty may be rung, one a second, and each answers in 20 s."""
    many, now, lines = 40, NOW, Telephones()
    fill(store, many, "refund")
    router = router_of(store, lambda: now)
    intents = Intents(store, lines, NUMBERS, lambda: now, 1.0)  # type: ignore[arg-type]
    answering: list[tuple[datetime, str]] = []
    while now < NOW + timedelta(seconds=many + 30):
        router.work()
        intents.work()
        answering += [(now + timedelta(seconds=20), name) for name in lines.rung[len(answering) :]]
        for at, name in answering:
            if now >= at:
                with store.unit() as unit:
                    offer = unit.offer(name)
                    assert offer is not None
                    offers.accept(unit, offer, offer.leg, now)
        now += TICK
    with store.unit() as unit:
        assert [offer.state for offer in unit.stale_offers(now)] == ["accepted"] * many
        assert {agent.state for agent in unit.agents()} == {"ready"}


def let_answer_by_browser(store: Store, *names: str) -> None:
    with store.unit() as unit:
        for agent in unit.agents():
            if agent.id in names:
                unit.put_agent(replace(agent, by=BROWSER, number_sealed=""))


def held_out(store: Store, count: int) -> list[str | None]:
    """Tell to which agent each of those who wait is held out, in the order of the line."""
    with store.unit() as unit:
        made = [unit.offer_of(f"refund.en.v1.{n}") for n in range(count)]
    return [offer.agent if offer else None for offer in made]


def test_all_browsers_have_calls_at_once_and_a_telephone_that_must_wait_to_be_rung_has_the_last_in_line_wait(store: Store) -> None:
    fill(store, 6, "refund")
    let_answer_by_browser(store, "1002", "1003", "1004", "1005")
    router = router_of(store, lambda: NOW)
    assert (router.work(), router.work()) == (5, 0)
    *first, last = held_out(store, 6)
    assert set(first) == {"1000", "1002", "1003", "1004", "1005"}
    assert last is None


def test_a_browser_has_the_next_in_line_while_a_telephone_is_still_to_be_rung(store: Store) -> None:
    fill(store, 3, "refund")
    let_answer_by_browser(store, "1002")
    with store.unit() as unit:
        unit.turn_agent("1002", "away", NOW)
    router = router_of(store, lambda: NOW)
    assert router.work() == 1
    with store.unit() as unit:
        unit.turn_agent("1002", "ready", NOW)
    assert router.work() == 1
    assert held_out(store, 3) == ["1000", "1002", None]


def test_whose_telephone_was_not_answered_is_held_out_to_another_before_those_behind_them(store: Store) -> None:
    fill(store, 3, "refund")
    let_answer_by_browser(store, "1000", "1001", "1002")
    with store.unit() as unit:
        unit.turn_agent("1001", "away", NOW)
        unit.turn_agent("1002", "away", NOW)
    now = NOW
    router = router_of(store, lambda: now)
    assert router.work() == 1
    now += offers.SHOWN_FOR + TICK
    with store.unit() as unit:
        unit.turn_agent("1001", "ready", now)
    assert router.work() == 1
    assert held_out(store, 3) == ["1001", None, None]


def test_a_line_that_nobody_ready_can_take_is_read_while_others_write(store: Store) -> None:
    fill(store, 3, "account")
    router = router_of(store, lambda: NOW)
    with store.unit() as writing:
        assert writing.turn_agent("1000", "away", NOW)
        assert router.work() == 0
