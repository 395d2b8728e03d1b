"""Customers called before agents: nobody is overtaken who is not being called, and no more are called than agents are there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.service import offers
from ivr.service.intents import Intents
from ivr.service.tries import UNKNOWN_FOR, callback_of, end_try, try_of
from ivr.storage import open_store
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow
from ivr.storage.records import Callback, CallRow, Entry
from tests.floor.test_router import NOW, NUMBERS, SECRET, Telephones, router_of

QUEUES = ("refund", "payment")
ROUNDS, A_ROUND = 60, timedelta(seconds=5)
HOME = 0.6
"""So many of those who wait do so at home."""
SOMEBODY_ELSE = 0.4
"""So many ask not to be given whom they talked to last, which is any of the agents."""


class Calling(Telephones):
    """Notes who is called at home."""

    def __init__(self) -> None:
        super().__init__()
        self.called: list[str] = []

    def dial(self, to: str, path: str, ended: str) -> str:
        self.called.append(path.partition("?t=")[2])
        return f"CH{len(self.called)}"


class History:
    """Some wait on the line and some at home; agents come free, and whoever is called picks up, or does not."""

    def __init__(self, store: Store, chance: Random) -> None:
        self.store, self.chance, self.now, self.lines = store, chance, NOW, Calling()
        self.skills = {f"100{n}": chance.choice([*QUEUES, " ".join(QUEUES)]).split() for n in range(chance.randint(1, 3))}
        self.router = replace(router_of(store, lambda: self.now), calls_per_second=50, is_customer_first=True)
        self.intents = Intents(store, self.lines, NUMBERS, lambda: self.now, 50, is_customer_first=True)  # type: ignore[arg-type]
        with store.unit() as unit:
            for agent, skills in self.skills.items():
                unit.put_agent(AgentRow(agent, NUMBERS.seal("+15551110001"), ",".join(skills), "en", "away", NOW))
                unit.turn_agent(agent, "ready", NOW)
            self.able: dict[str, set[str]] = {}
            self.line = [self._come(unit, n) for n in range(chance.randint(1, 9))]

    def _come(self, unit: Unit, n: int) -> str:
        at, queue = NOW + timedelta(seconds=n), self.chance.choice(QUEUES)
        not_to = self.chance.choice([*self.skills]) if self.chance.random() < SOMEBODY_ELSE else ""
        entry, caller = Entry(f"{queue}.en.v1.{n}", f"CA{n}", queue, at, at, "en", "{}", not_to=not_to), f"caller {n}"
        able = {agent for agent, skills in self.skills.items() if queue in skills}
        self.able[entry.id] = able - {not_to} or able
        unit.start_call(CallRow(entry.call_sid, 1, "v1", "{}", "", caller, "", "+15559990000", NOW), "[]")
        if self.chance.random() < HOME:
            entry = replace(entry, state=offers.AT_HOME)
            number = NUMBERS.seal("+8613800138000")
            home = Callback(entry.call_sid, caller, number, queue, at, NOW + timedelta(days=1), at, entry.id, entry=entry.id, next_at=NOW)
            unit.book_callback(home, lambda: f"48151623{n:02}")
            unit.hang_up(entry.call_sid, NOW)
        return unit.join_queue(entry).id

    def play(self) -> None:
        """Play on: five minutes, in which nobody may be called twice."""
        for _ in range(ROUNDS):
            with self.store.unit() as unit:
                before = {entry: self._stands(unit, entry) for entry in self.line}
                free = unit.ready_agents(self.now)
            self.router.work()
            with self.store.unit() as unit:
                self._look(unit, before, [agent.id for agent in free])
            self.intents.work()
            with self.store.unit() as unit:
                for entry in self.line:
                    self._goes_on(unit, entry)
            self.now += A_ROUND

    def _stands(self, unit: Unit, entry: str) -> str:
        """Tell how somebody waits: on the line, at home until they are called, or neither."""
        ids = {each.id for each in unit.queued()}, {each.id for each in unit.at_home(self.now)}
        return next((how for how, found in zip(("line", "home"), ids, strict=True) if entry in found), "")

    def _look(self, unit: Unit, before: dict[str, str], free: list[str]) -> None:
        """See that whoever has an agent, or is called, now overtakes nobody."""
        called = {each.id for each in unit.being_called(self.now, self.now - UNKNOWN_FOR)}
        for entry in [entry for entry, how in before.items() if how and not self._stands(unit, entry)]:
            offer, earlier, able = unit.offer_of(entry), self.line[: self.line.index(entry)], self.able[entry]
            assert (offer is None) == (before[entry] == "home"), "no agent waits for who is at home"
            taken = {offer.agent} if offer else able
            assert not [each for each in earlier if before[each] and self._stands(unit, each) and taken <= self.able[each]]
            if offer is None:
                for_same = [each for each in earlier if each in called and self.able[each] == able]
                assert len(for_same) < len(able.intersection(free)), "called in vain"

    def _goes_on(self, unit: Unit, entry: str) -> None:
        """Whoever is called picks up, or does not, or it rings on; whoever talks talks on, or it is over."""
        callback, offer, drawn = unit.open_callback(entry), unit.offer_of(entry), self.chance.random()
        if callback and callback.is_ringing and drawn < 0.3:
            unit.start_call(CallRow(callback.leg, 1, "v1", "{}", "", callback.caller_hash, "", "+15559990000", self.now), "[]")
            unit.reach(entry, callback.leg, self.now)
            unit.settle_callback(entry, "reached")
        elif callback and callback.is_ringing and drawn < 0.6:
            end_try(unit, try_of(callback), self.now)
        elif offer and drawn < 0.5:
            row = unit.entry(entry)
            assert row is not None
            offers.leave(unit, row.call_sid, "done", self.now)


@contextmanager
def history(seed: int) -> Iterator[History]:
    store = open_store("sqlite:///:memory:", SECRET)
    yield History(store, Random(seed))
    store.close()


@settings(max_examples=20)
@given(st.integers(0, 10**9))
@example(35)  # one who is called wants somebody else, whom one behind them waits for too
def test_nobody_is_overtaken_who_is_not_being_called_and_nobody_is_called_too_often(seed: int) -> None:
    with history(seed) as floor:
        floor.play()
        assert len({callback_of(made) for made in floor.lines.called}) == len(floor.lines.called)
