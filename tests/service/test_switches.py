"""What is switched on, as turns know it: two seconds old at most, and never in their way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from ivr.errors import StorageError
from ivr.service.patience import Patience
from ivr.service.switches import Switchboard
from ivr.storage.records import Switch

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
INCIDENT = Switch("incident", NOON + timedelta(minutes=1), NOON, "ana", '{"zh": "转账"}')


class Rows:
    """A store that counts how often it is read."""

    def __init__(self, *rows: Switch) -> None:
        self.rows, self.reads, self.fails = list(rows), 0, False

    def read_switches(self, at: datetime) -> list[Switch]:
        self.reads += 1
        if self.fails:
            raise StorageError("away")
        return [row for row in self.rows if row.until > at]


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def rows() -> Rows:
    return Rows(INCIDENT)


@pytest.fixture
def on(rows: Rows) -> Callable[[float], tuple[Switch, ...]]:
    board = Switchboard(rows, Patience())
    return lambda seconds: board.on(after(seconds))


def test_what_is_known_is_read_again_when_it_is_two_seconds_old(rows, on):
    assert on(0) == (INCIDENT,)
    rows.rows.clear()
    assert [on(seconds) for seconds in (0.5, 1, 1.9)] == [(INCIDENT,)] * 3
    assert rows.reads == 1
    assert on(2) == ()
    assert rows.reads == 2


def test_what_is_over_is_left_out_by_the_clock_alone(rows, on):
    assert on(59) == (INCIDENT,)
    assert on(60) == ()
    rows.fails = True
    assert on(62) == ()


def test_while_the_store_fails_what_was_known_holds_and_is_asked_for_every_two_seconds(rows, on):
    on(0)
    rows.fails = True
    assert [on(seconds) for seconds in (2, 3, 3.9, 4)] == [(INCIDENT,)] * 4
    assert rows.reads == 3
    rows.fails = False
    rows.rows.append(Switch("closure", after(60), NOON, "ana", queue="refund"))
    assert len(on(6)) == 2


def test_a_process_that_could_never_read_knows_of_nothing(rows, on):
    rows.fails = True
    assert on(0) == ()
    rows.fails = False
    assert on(2) == (INCIDENT,)


def test_a_clock_set_back_does_not_keep_what_is_known_for_ever(rows, on):
    on(0)
    on(-3600)
    assert rows.reads == 2


def test_while_one_turn_reads_the_others_take_what_is_known():
    begun, done = Barrier(2), Barrier(2)

    class Slow(Rows):
        def read_switches(self, at: datetime) -> list[Switch]:
            if self.reads:
                begun.wait(5)
                done.wait(5)
            return super().read_switches(at)

    rows = Slow(INCIDENT)
    board = Switchboard(rows, Patience())
    board.on(NOON)
    rows.rows.clear()
    reader = Thread(target=board.on, args=(after(2),))
    reader.start()
    begun.wait(5)
    assert board.on(after(2)) == (INCIDENT,)
    done.wait(5)
    reader.join(5)
    assert board.on(after(2)) == ()
