"""A callback that was booked before callbacks had a place in line: after the upgrade it is called like any other."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from ivr.service.placeless import give_places
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.schema import MIGRATIONS, migrate
from tests.floor.test_floor import flow

BOOKED_AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
BEGINS = BOOKED_AT + timedelta(hours=3)
CALL = "INSERT INTO calls VALUES ('{sid}', 3, 'v', '{{}}', '', 'li', '', '+15559990000', '{at}', '{at}', {closed}, 'completed')"
BOOKING = (
    "INSERT INTO callbacks (number, call_sid, caller_hash, number_sealed, queue, window_from, window_until, booked_at, state, key)"
    " VALUES ('{number}', '{sid}', 'li', 'sealed', 'refund', '{begins}', '{begins}', '{at}', 'booked', '{number}')"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database of 0013 with three bookings of one number, the last in a call that is not closed, upgraded."""
    url = f"sqlite:///{tmp_path}/calls.db"
    with create_engine(url).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        for nth, sid in enumerate(("CA1", "CA2", "CA3")):
            at, begins = (f"{moment + timedelta(minutes=nth):%Y-%m-%d %H:%M:%S.%f}" for moment in (BOOKED_AT, BEGINS))
            connection.exec_driver_sql(CALL.format(sid=sid, at=at, closed="NULL" if sid == "CA3" else f"'{at}'"))
            connection.exec_driver_sql(BOOKING.format(number=f"100000000{nth}", sid=sid, at=at, begins=begins))
    migrate(url)
    with closing(open_store(url, "k" * 64)) as store:
        yield store


def test_of_what_the_program_before_booked_the_newest_is_called_once_its_window_begins(store: Store) -> None:
    draw = Random(1).randrange
    give_places(store, flow(), draw)
    with store.unit() as unit:
        assert unit.at_home(BEGINS) == []
        [queued] = unit.at_home(BEGINS + timedelta(minutes=1))
        assert (queued.call_sid, queued.queue, queued.language) == ("CA2", "refund", "zh")
        assert queued.place_at == BOOKED_AT + timedelta(minutes=1)
        found = [(each.number[-1], each.state, bool(each.entry)) for each in unit.callbacks_of("li")]
    assert found == [("2", "booked", False), ("1", "booked", True), ("0", "moved", True)]


def test_a_place_is_given_once(store: Store) -> None:
    draw = Random(1).randrange
    give_places(store, flow(), draw)
    with store.unit() as unit:
        before = unit.callbacks_of("li")
    give_places(store, flow(), draw)
    with store.unit() as unit:
        assert unit.callbacks_of("li") == before
