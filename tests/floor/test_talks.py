"""What may be done in a talk, and by whom; what is wished is what the carrier is asked for, however often it changes."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

import pytest

from ivr.errors import AgentError, CarrierError
from ivr.service.deeds import do
from ivr.service.intents import Intents
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.sealed import Numbers
from tests.floor.talking import NOW, SECRET, begin_talk, planned
from tests.floor.test_floor import flow


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("sqlite:///:memory:", SECRET)
    begin_talk(store)
    yield store
    store.close()


@pytest.fixture
def talks(store: Store) -> Talks:
    return Talks(store, lambda: NOW, Random(1).randrange)


def moves(talks: Talks) -> Moves:
    return Moves(talks.store, flow(), talks.clock)


class Held:
    """A carrier that notes who is held; in the middle of the first request something may happen, and its answer be lost."""

    def __init__(self, talks: Talks, meanwhile: str = "", *, answers: bool = True) -> None:
        self.talks, self.meanwhile, self.answers = talks, meanwhile, answers
        self.asked: list[bool] = []

    def conference(self, room: str) -> str:
        assert room == "r-o1"
        return "CF1"

    def hold(self, conference: str, who: str, path: str) -> None:
        assert (conference, who) == ("CF1", "caller")
        assert path in ("", "/voice/hold?o=o1")
        self.asked.append(bool(path))
        if meanwhile := self.meanwhile:
            self.meanwhile = ""
            do(self.talks, moves(self.talks), "1024", [meanwhile])
        if not self.answers:
            self.answers = True
            raise CarrierError("the carrier did not answer")


def work(store: Store, lines: Held, at: datetime = NOW) -> None:
    Intents(store, lines, Numbers(SECRET), lambda: at, 1.0).work()  # type: ignore[arg-type]


@pytest.mark.parametrize("answers", [True, False])
def test_a_caller_who_is_to_talk_again_while_the_carrier_is_asked_to_hold_them_talks_in_the_end(
    store: Store, talks: Talks, answers: bool
) -> None:
    lines = Held(talks, "unhold", answers=answers)
    talks.hold("1024")
    work(store, lines)
    work(store, lines)
    assert lines.asked == [True, False]
    assert planned(store) == []


@pytest.mark.parametrize(
    ("agent", "words", "said"),
    [
        ("1025", "hold", "agent 1025 is in no talk."),
        ("1024", "sing", '"sing" is nothing an agent does in a talk. Write one of: hold'),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_asked(store: Store, talks: Talks, agent: str, words: str, said: str) -> None:
    with pytest.raises(AgentError) as error:
        do(talks, moves(talks), agent, words.split())
    assert said in str(error.value)
    assert planned(store) == []
