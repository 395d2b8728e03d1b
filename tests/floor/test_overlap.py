"""What is wished of a talk changes while a worker waits for the carrier's answer to the wish before, and another worker is at work."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from ivr.errors import CarrierError
from ivr.service.deeds import do
from ivr.service.intents import Intents
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.schema import migrate
from ivr.storage.sealed import Numbers
from tests.floor.talking import NOW, SECRET, begin_talk
from tests.floor.test_floor import flow

WISHES = [
    pytest.param(["hold"], "unhold", "is_held", False, id="unhold"),
    pytest.param(["hold", "unhold"], "hold", "is_held", True, id="hold"),
    pytest.param(["pause"], "record", "is_paused", False, id="record"),
    pytest.param(["pause", "record"], "pause", "is_paused", True, id="pause"),
]


@pytest.fixture(params=["file", "postgres"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else f"sqlite:///{tmp_path}/calls.db"
    migrate(url)
    with ExitStack() as opened:
        one, other = [opened.enter_context(closing(open_store(url, SECRET))) for _ in range(2)]
        begin_talk(one)
        yield one, other


class Room:
    """A room at the carrier. While somebody waits for its answer an agent wishes something else and another worker asks for it, once,
    which may fail; what the first asked is done before that, or after it."""

    def __init__(self, other: Store, wish: str, *, is_late: bool, fails: bool) -> None:
        self.other, self.wish, self.is_late, self.fails = other, wish, is_late, fails
        self.is_held = self.is_paused = False

    def conference(self, room: str) -> str:
        return "CF1"

    def hold(self, conference: str, who: str, path: str) -> None:
        self._become("is_held", bool(path))

    def pause(self, conference: str, is_paused: bool) -> None:
        self._become("is_paused", is_paused)

    def _become(self, what: str, value: bool) -> None:
        wish, self.wish = self.wish, ""
        if not wish and self.fails:
            self.fails = False
            raise CarrierError("the carrier did not answer")
        if not (wish and self.is_late):
            setattr(self, what, value)
        if wish:
            wished(self.other, wish)
            work(self.other, self, 0)
            if self.is_late:
                setattr(self, what, value)


def wished(store: Store, wish: str) -> Talks:
    talks = Talks(store, lambda: NOW, Random(1).randrange)
    do(talks, Moves(store, flow(), talks.clock), "1024", [wish])
    return talks


def work(store: Store, room: Room, seconds: int) -> None:
    Intents(store, room, Numbers(SECRET), lambda: NOW + timedelta(seconds=seconds), 1.0).work()  # type: ignore[arg-type]


@pytest.mark.parametrize("fails", [False, True], ids=["the other is answered", "the other fails"])
@pytest.mark.parametrize("is_late", [False, True], ids=["done at once", "done late"])
@pytest.mark.parametrize(("before", "wish", "what", "value"), WISHES)
def test_the_carrier_does_in_the_end_what_was_wished_last(
    two: tuple[Store, Store], before: list[str], wish: str, what: str, value: bool, is_late: bool, fails: bool
) -> None:
    one, other = two
    room = Room(other, "", is_late=is_late, fails=False)
    for each in before[:-1]:
        wished(one, each)
        work(one, room, 0)
    talks = wished(one, before[-1])
    room.wish, room.fails = wish, fails
    for seconds in range(0, 20, 2):
        work(one, room, seconds)
        work(other, room, seconds + 1)
    assert getattr(room, what) == value
    assert talks.is_paused("1024") == room.is_paused
