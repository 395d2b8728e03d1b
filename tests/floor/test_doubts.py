"""What the carrier says of a room is believed when it says so twice: a list that lags ends no talk."""

from datetime import timedelta

import pytest

from ivr.service.reconcile import TALK_SECONDS, Reconciler
from ivr.service.rooms import CALLER, OWNER
from ivr.storage import open_store
from ivr.storage.sealed import Numbers
from tests.floor.talking import NOW, OFFER, SECRET, begin_talk, kept

NOBODY: frozenset[str] = frozenset()
AGENT, BOTH = frozenset({OWNER}), frozenset({OWNER, CALLER})


class Told:
    """A carrier that says who is in the room, look after look."""

    def __init__(self, looks: list[frozenset[str]]) -> None:
        self._looks = iter(looks)

    def in_room(self, room: str) -> frozenset[str]:
        return next(self._looks)

    def in_line(self) -> dict[str, frozenset[str]]:
        return {}

    def is_live(self, call: str) -> bool:
        return True


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        ([BOTH, BOTH], "talking"),
        ([NOBODY], "talking"),
        ([NOBODY, BOTH, NOBODY], "talking"),
        ([NOBODY, AGENT], "talking"),
        ([NOBODY, NOBODY], "over"),
        ([AGENT], "talking"),
        ([AGENT, BOTH, AGENT], "talking"),
        ([AGENT, AGENT], "failed"),
    ],
)
def test_a_talk_is_over_when_two_looks_in_a_row_say_so(looks: list[frozenset[str]], state: str) -> None:
    store, now = open_store("sqlite:///:memory:", SECRET), NOW
    begin_talk(store)
    reconciler = Reconciler(store, Told(looks), Numbers(SECRET), lambda: now)  # type: ignore[arg-type]
    for _ in looks:
        now += timedelta(seconds=TALK_SECONDS)
        reconciler.work()
    assert kept(store, OFFER.id).state == state
    store.close()
