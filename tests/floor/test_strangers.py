"""Who is in line at the carrier and not with us: believed when it is seen twice, and mended by a place in line."""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta

import pytest

from ivr.service import rooms
from ivr.service.queueing import OVERFLOW
from ivr.service.reconcile import TALK_SECONDS, Reconciler
from ivr.service.strangers import AGAIN
from ivr.storage import open_store
from ivr.storage.sealed import Numbers
from tests.floor.talking import CALLER, NOW, SECRET, begin_talk
from tests.floor.test_marks import Line, hotline

InLine = Mapping[str, frozenset[str]]
LI = frozenset({"CA9"})
STORY = """
given time 2026-03-02 10:00
given agent 1024 at +15551110001 for refund in en
caller Wu +8613800138001 calls +15559990000
caller Li +8613800138002 calls +15559990000 after 15
agent Ana at +15551110001 answers after 3
agent Ana2 at +15551110001 answers after 3

Wu: > 2
> 4
> 0
= talk
> wait 240
> hang up
Li: > 2
> 4
> 0
= queue refund
= queue refund
= talk
> hang up
Ana: > 1
= talk
Ana2: > 1
= talk
"""


class Carrier:
    """A carrier that says who is in line, look after look, and in talks has nobody missing."""

    def __init__(self, looks: list[InLine]) -> None:
        self._looks = iter(looks)
        self.moved: list[tuple[str, str]] = []

    def in_line(self) -> InLine:
        return next(self._looks)

    def in_room(self, room: str) -> frozenset[str]:
        return frozenset({rooms.OWNER, rooms.CALLER})

    def is_live(self, call: str) -> bool:
        return True

    def move(self, call: str, path: str) -> None:
        self.moved.append((call, path))


@pytest.mark.parametrize(
    ("looks", "moved"),
    [
        pytest.param([{"refund": LI}, {"refund": LI}], ["CA9"], id="seen twice"),
        pytest.param([{"refund": LI}, {}, {"refund": LI}], [], id="seen once"),
        pytest.param([{"refund": frozenset({CALLER})}] * 2, [], id="talking: the list lags"),
        pytest.param([{OVERFLOW: LI}] * 2, [], id="nothing else could serve them"),
    ],
)
def test_who_has_no_place_in_line_is_given_one_when_two_looks_find_them(looks: list[InLine], moved: list[str]) -> None:
    carrier, now = Carrier(looks), NOW
    with closing(open_store("sqlite:///:memory:", SECRET)) as store:
        begin_talk(store)
        reconciler = Reconciler(store, carrier, Numbers(SECRET), lambda: now)  # type: ignore[arg-type]
        for _ in looks:
            reconciler.work()
            now += timedelta(seconds=TALK_SECONDS)
    assert carrier.moved == [(call, AGAIN) for call in moved]


def forget(line: Line, caller: str) -> Callable[[], None]:
    """Forget that a caller waits, as a restored database does."""

    def leave() -> None:
        [call] = [leg.sid for leg in line.exchange.legs.values() if leg.name == caller]
        with line.stage.application.store.unit() as unit:
            assert unit.leave_queue(call, "gone")

    return leave


def test_a_caller_whose_place_is_lost_is_in_line_again_and_talks() -> None:
    with hotline(STORY) as line:
        line.stage.clock.after(100, forget(line, "Li"))
        line.play(STORY)
