"""Who is called back and wants another time leaves the line in the commit in which they are reached."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from ivr.errors import StorageError
from ivr.service.callbacks import LATER, Callbacks
from ivr.service.offers import AT_HOME, hold_out
from ivr.simulator.faces.grammar import read_transcript
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow, OfferRow
from ivr.storage.records import Callback, CallRow, Entry
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.test_floor import MENUS, flow

ENTRY = "refund.en.v1.a"


class Failing:
    """A store of which one commit fails, counted from its making."""

    def __init__(self, store: Store, nth: int) -> None:
        self._store, self._left = store, nth

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        self._left -= 1
        with self._store.unit() as unit:
            yield unit
            if self._left == 0:
                raise StorageError("the lock was not had in time")


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_whatever_commit_fails_who_wants_another_time_waits_at_home_or_is_asked_for_it(nth: int) -> None:
    script = read_transcript("caller Li +8613800138000\n> hang up\n", "another-time.call")
    with closing(set_up(flow(), in_process(MENUS), begins(script, flow()), script)) as stage:
        store, back, now = stage.application.store, stage.application.services.callbacks, stage.clock.now()
        with store.unit() as unit:
            unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "li", "", "+15559990000", now), "[]")
            unit.hang_up("CA1", now)
            unit.join_queue(Entry(ENTRY, "CA1", "refund", now, now, "en", "{}", state=AT_HOME))
            unit.book_callback(Callback("CA1", "li", "", "refund", now, now, now, "key", entry=ENTRY, next_at=now), lambda: "4815162340")
            unit.put_agent(AgentRow("1024", "", "refund", "en", "ready", now))
            assert hold_out(unit, OfferRow("o", ENTRY, "1024", now, now))
        failing: Any = Failing(store, nth)
        reached = replace(back, store=failing, turns=replace(back.turns, store=failing))
        _press(reached)
        with store.unit() as unit:
            entry, offer = unit.entry(ENTRY), unit.offer_of(ENTRY)
        assert entry is not None
        assert (entry.state, entry.wish, offer is None) in [(AT_HOME, "", False), ("away", "callback", True)]


def _press(back: Callbacks) -> None:
    try:
        back.reached("4815162340.0", "CA2", "+8613800138000", "+15559990000", LATER)
    except StorageError:
        return
