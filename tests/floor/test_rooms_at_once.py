"""Two steps in one room at the same moment: one waits for the other, and neither is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest

from ivr.errors import AgentError
from ivr.service import consults, offers
from ivr.service.talks import Talks
from ivr.storage import open_store
from ivr.storage.base import Store
from tests.floor.talking import DRAW, NOW, OFFER, SECRET, asked_in, begin_talk, enter, go_on, kept


def asks(store: Store, talks: Talks) -> None:
    """Ask once more what was asked before, and nobody answered."""
    talks.consult("1024", "supervisor")


def goes_on(store: Store, talks: Talks) -> None:
    go_on(store)


def gives_up(store: Store, talks: Talks) -> None:
    go_on(store, NOW + consults.ASKED_FOR)


def takes_back(store: Store, talks: Talks) -> None:
    talks.back("1024")


def hands_over(store: Store, talks: Talks) -> None:
    talks.hand_over("1024")


def takes_over(store: Store, talks: Talks) -> None:
    talks.take_over("2001")


def comes(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        offers.guest_in(unit, asked_in(store), NOW)


def does_not_come(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        offers.decline(unit, asked_in(store), NOW)


def leaves(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        offers.end(unit, asked_in(store), NOW)


def asked(store: Store, talks: Talks) -> None:
    talks.consult("1024", "supervisor")


def asked_in_vain(store: Store, talks: Talks) -> None:
    asked(store, talks)
    gives_up(store, talks)


def rung(store: Store, talks: Talks) -> None:
    talks.consult("1024", "2001")


def on_the_way(store: Store, talks: Talks) -> None:
    asked(store, talks)
    go_on(store)
    with store.unit() as unit:
        offers.accept(unit, asked_in(store), "CA3", NOW)


def there(store: Store, talks: Talks) -> None:
    rung(store, talks)
    enter(store)


def listening(store: Store, talks: Talks) -> None:
    talks.listen("2001", "1024")
    enter(store)


Step = Callable[[Store, Talks], None]
STEPS: list[tuple[Step, Step]] = [
    (asked_in_vain, asks),
    (asked, goes_on),
    (asked, gives_up),
    (asked, takes_back),
    (on_the_way, takes_back),
    (on_the_way, comes),
    (rung, does_not_come),
    (there, leaves),
    (there, hands_over),
    (listening, leaves),
    (listening, takes_over),
]


@pytest.mark.parametrize(("before", "step"), STEPS, ids=lambda step: step.__name__)
def test_a_step_waits_for_the_end_of_the_talk_with_nothing_in_its_hands_that_the_end_needs(
    before: Step, step: Step, postgres_url: str
) -> None:
    store = open_store(postgres_url, SECRET)
    begin_talk(store)
    talks = Talks(store, lambda: NOW, DRAW)
    before(store, talks)

    def take() -> None:
        with suppress(AgentError):
            step(store, talks)

    with ThreadPoolExecutor(1) as other, psycopg.connect(postgres_url, autocommit=True) as watch:
        with store.unit() as unit:
            assert unit.move_offer(OFFER.id, ["talking"], "talking", NOW)
            taken = other.submit(take)
            while not watch.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                assert not taken.done()
            assert offers.agent_left(unit, OFFER, NOW)
        taken.result()
    with store.unit() as unit:
        assert (unit.others_in(OFFER), unit.open_consults()) == ([], [])
    assert kept(store, OFFER.id).state == "over"
    store.close()
