"""A level of people is asked into a talk: who is rung, and for how long; that nobody is rung twice, nor two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ivr.errors import AgentError
from ivr.service import consults, offers
from ivr.service.desk import Desk
from ivr.service.talks import Talks
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import Consult, OfferRow
from ivr.storage.sealed import Numbers
from tests.floor.talking import ENTRY, NOW, OFFER, SECRET, asked_in, begin_talk, enter, go_on, kept, planned, put_agent
from tests.floor.test_desk import TOKENS

LATER, OVER = NOW + timedelta(seconds=44), NOW + consults.ASKED_FOR


@pytest.fixture
def store(store: Store) -> Store:
    """Let there be a second supervisor, who is free for as long as the first."""
    with store.unit() as unit:
        put_agent(unit, "2002", 2)
    return store


def asked(store: Store) -> str:
    with store.unit() as unit:
        found = unit.consult(OFFER.id)
    assert found is not None
    return found.state


def rung(store: Store) -> list[str]:
    with store.unit() as unit:
        return [each.agent for each in unit.others_in(OFFER)]


def says_no(store: Store) -> None:
    with store.unit() as unit:
        offers.decline(unit, asked_in(store), NOW)


@pytest.mark.parametrize("does_not_come", [offers.decline, offers.expire, offers.not_answered, offers.agent_left])
def test_who_does_not_come_is_followed_by_the_next_and_nobody_is_rung_twice(
    store: Store, talks: Talks, does_not_come: Callable[..., object]
) -> None:
    talks.consult("1024", "supervisor")
    for staff in ("2001", "2002"):
        assert kept(store, "o1").is_held
        go_on(store)
        go_on(store)
        assert rung(store) == [staff]
        with store.unit() as unit:
            does_not_come(unit, asked_in(store), NOW)
            unit.turn_agent(staff, "ready", NOW)
    go_on(store)
    assert (rung(store), asked(store), kept(store, "o1").is_held) == ([], "unanswered", False)
    assert ("hold", "o1") in planned(store)


@pytest.mark.parametrize("ahead", [timedelta(seconds=-1), timedelta(seconds=1)], ids=str)
def test_nobody_is_rung_twice_for_one_question_but_for_the_next_whatever_the_clock_of_who_rings(
    store: Store, talks: Talks, ahead: timedelta
) -> None:
    with store.unit() as unit:
        unit.turn_agent("2002", "away", NOW)
        unit.rest_agent("2001", NOW + ahead)
    for asking in ("the first question", "the second"):
        talks.consult("1024", "supervisor")
        go_on(store, NOW + ahead)
        assert rung(store) == ["2001"], asking
        with store.unit() as unit:
            offers.decline(unit, asked_in(store), NOW)
            unit.rest_agent("2001", NOW + ahead)
        go_on(store, NOW + ahead)
        assert (rung(store), asked(store)) == ([], "unanswered"), asking


def test_who_is_busy_is_waited_for_until_the_time_is_over(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        for staff in ("2001", "2002"):
            unit.rest_agent(staff, LATER)
    talks.consult("1024", "supervisor")
    go_on(store, LATER - timedelta(seconds=1))
    assert (rung(store), asked(store), kept(store, "o1").is_held) == ([], "open", True)
    go_on(store, LATER)
    assert rung(store) == ["2001"]
    go_on(store, OVER)
    assert rung(store) == ["2001"], "who is being rung may still come"
    says_no(store)
    go_on(store, OVER)
    assert (rung(store), asked(store), kept(store, "o1").is_held) == ([], "unanswered", False)


def test_who_comes_answers_it_and_the_caller_hears_the_talk_again_when_they_go(store: Store, talks: Talks) -> None:
    talks.consult("1024", "supervisor")
    go_on(store)
    guest = enter(store)
    assert (asked(store), kept(store, "o1").is_held) == ("answered", True)
    with store.unit() as unit:
        offers.agent_left(unit, guest, NOW)
    go_on(store)
    assert (rung(store), kept(store, "o1").is_held) == ([], False)


def test_who_listens_unasked_answers_nothing(store: Store, talks: Talks) -> None:
    talks.listen("2001", "1024")
    talks.consult("1024", "supervisor")
    enter(store)
    assert asked(store) == "open"


@pytest.mark.parametrize("first", [True, False])
def test_whom_the_agent_put_on_hold_stays_there_when_nobody_comes(store: Store, talks: Talks, first: bool) -> None:
    wishes = [lambda: talks.hold("1024"), lambda: talks.consult("1024", "supervisor")]
    for wish in wishes if first else reversed(wishes):
        wish()
    go_on(store)
    go_on(store, OVER)
    says_no(store)
    go_on(store, OVER)
    assert asked(store) == "unanswered"
    assert kept(store, "o1").is_held


def hang_up(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        offers.agent_left(unit, OFFER, NOW)


def caller_hangs_up(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        offers.leave(unit, "CA1", "done", NOW)


ENDS: list[Callable[[Store, Talks], object]] = [
    lambda _, talks: talks.back("1024"),
    lambda _, talks: talks.end("1024"),
    hang_up,
    caller_hangs_up,
]


@pytest.mark.parametrize("rings", [True, False])
@pytest.mark.parametrize("end", ENDS, ids=["back", "end", "agent gone", "caller gone"])
def test_when_nobody_is_needed_any_more_nobody_is_rung(
    store: Store, talks: Talks, end: Callable[[Store, Talks], object], rings: bool
) -> None:
    talks.consult("1024", "supervisor")
    if rings:
        go_on(store)
    end(store, talks)
    go_on(store)
    assert (rung(store), asked(store)) == ([], "over")


@pytest.mark.parametrize("ends", ["over", "failed", "handed over"])
def test_in_a_talk_that_is_over_nobody_is_rung_though_nobody_ended_the_question(store: Store, talks: Talks, ends: str) -> None:
    talks.listen("2001", "1024")
    voice = enter(store)
    talks.consult("1024", "supervisor")
    with store.unit() as unit:
        assert unit.hand_over(OFFER, voice.id, NOW) if ends == "handed over" else unit.move_offer(OFFER.id, ["talking"], ends, NOW)
    before = rung(store)
    go_on(store)
    assert (rung(store), asked(store)) == (before, "over")


def test_who_listens_already_is_not_rung(store: Store, talks: Talks) -> None:
    talks.listen("2001", "1024")
    enter(store)
    talks.consult("1024", "supervisor")
    go_on(store)
    assert set(rung(store)) == {"2001", "2002"}
    with store.unit() as unit:
        [other] = [each for each in unit.others_in(OFFER) if each.agent == "2002"]
        offers.decline(unit, other, NOW)
    go_on(store, LATER)
    assert (asked(store), kept(store, "o1").is_held) == ("unanswered", False), "nobody is waited for who is there"


def test_when_the_only_one_at_work_listens_already_it_is_said_at_once(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        unit.turn_agent("2002", "away", NOW)
    talks.listen("2001", "1024")
    with pytest.raises(
        AgentError, match=r"no supervisor is at work outside this talk .* Agent 2001 listens to this talk, and may barge in"
    ):
        talks.consult("1024", "supervisor")
    assert not kept(store, "o1").is_held


def test_one_thing_is_asked_at_a_time_and_when_it_is_over_the_same_may_be_asked_again(store: Store, talks: Talks) -> None:
    talks.consult("1024", "supervisor")
    for whom in ("supervisor", "2002"):
        with pytest.raises(AgentError, match="a supervisor is asked for already: wait who comes, or take the caller back"):
            talks.consult("1024", whom)
    go_on(store)
    says_no(store)
    talks.back("1024")
    with store.unit() as unit:
        assert not unit.give_up(Consult("o1", "supervisor", NOW))
    talks.consult("1024", "supervisor")
    assert (asked(store), kept(store, "o1").is_held) == ("open", True)


def test_who_asks_is_told_whether_somebody_is_rung_now(store: Store, talks: Talks) -> None:
    assert talks.consult("1024", "supervisor") == "Whoever of the level supervisor has been free longest is rung now."
    talks.back("1024")
    with store.unit() as unit:
        for staff in ("2001", "2002"):
            unit.rest_agent(staff, LATER)
    assert talks.consult("1024", "supervisor") == "All of the level supervisor are busy: who is free within 45 seconds is rung."


def test_when_nobody_of_the_level_is_at_work_it_is_said_at_once(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        for staff in ("2001", "2002"):
            unit.turn_agent(staff, "away", NOW)
    with pytest.raises(AgentError, match="no supervisor is at work who speaks the caller's language"):
        talks.consult("1024", "supervisor")
    assert not kept(store, "o1").is_held


def test_of_workers_that_go_on_at_once_one_rings_somebody(postgres_url: str) -> None:
    store = open_store(postgres_url, SECRET)
    begin_talk(store)
    with store.unit() as unit:
        unit.ask_level("o1", "supervisor", NOW)
        for staff in range(2002, 2008):
            put_agent(unit, str(staff), 2)

    def ring(number: int) -> None:
        """Know what all know, and find another free than the others do."""
        with store.unit() as unit:
            found = OfferRow(f"o{number}", ENTRY, str(number), NOW, NOW, role="guest", room="o1")
            if unit.ring_for(Consult("o1", "supervisor", NOW), found):
                offers.ask_in(unit, found)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(ring, range(2002, 2008)))
    assert len(rung(store)) == 1
    store.close()


def test_the_desk_tells_what_came_of_it(store: Store, talks: Talks) -> None:
    talks.consult("1024", "supervisor")
    go_on(store)
    says_no(store)
    go_on(store, OVER)
    in_hand = Desk(store, Numbers(SECRET), TOKENS, lambda: NOW).in_hand("1024")
    assert in_hand is not None
    assert in_hand.consult is not None
    assert (in_hand.consult.level, in_hand.consult.state) == ("supervisor", "unanswered")
    with store.unit() as unit:
        assert unit.intent("o1", offers.NOBODY)
