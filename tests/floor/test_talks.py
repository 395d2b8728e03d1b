"""What may be done in a talk, and by whom; what is wished is what the carrier is asked for, however often it changes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ivr.compiler.library import Library
from ivr.errors import AgentError, CarrierError
from ivr.service import offers
from ivr.service.deeds import do
from ivr.service.rooms import Rooms
from ivr.service.talks import Talks
from ivr.storage.base import Store
from ivr.storage.floor_records import BROWSER, TELEPHONE, AgentRow, OfferRow
from tests.floor.talking import CALLER, ENTRY, NOW, OFFER, asked_in, enter, go_on, kept, moves, planned, work
from tests.floor.test_floor import flow


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


REFUSED = [
    ("1025", "hold", "agent 1025 is in no talk."),
    ("4040", "hold", 'nobody has the staff number "4040". There are: 1024'),
    ("1204", "hold", 'nobody has the staff number "1204". Did you mean "1024"?'),
    ("1024", "sing", '"sing" is nothing an agent does in a talk. Write one of: hold'),
    ("1024", "hodl", '"hodl" is nothing an agent does in a talk. Did you mean "hold"?'),
    ("1024", "tranfser payment", '"tranfser payment" is nothing an agent does in a talk. Did you mean "transfer"?'),
    ("1024", "transfer", "write it so: transfer QUEUE."),
    ("1024", "consult", "write it so: consult STAFF_NUMBER (or agent, supervisor, review, NAME)."),
    ("1024", "hold now", "write it so: hold."),
    ("1024", "consult 1024", "agent 1024 has a call already."),
    ("1024", "consult 9999", '"9999" is nobody: write a staff number, a name of somebody outside, or one of agent, supervisor, review.'),
    ("1024", "consult +8613800138000", '"+8613800138000" is nobody'),
    ("1024", "consult review", "no review is at work who speaks the caller's language."),
    ("1024", "consult review", "have them called back: ivr talk 1024 call-back QUEUE."),
    ("1024", "hand-over", "nobody who was asked in is there to take the call: consult somebody first."),
    ("1025", "listen 1024", "agent 1025 is no supervisor"),
    ("2001", "listen 1025", "agent 1025 is in no talk."),
    ("2001", "whisper", "agent 2001 is in no talk."),
    ("1024", "barge", "agent 1024 is no supervisor"),
]


@pytest.mark.parametrize(("agent", "words", "said"), REFUSED)
def test_what_cannot_be_done_is_said_and_nothing_is_asked(store: Store, talks: Talks, agent: str, words: str, said: str) -> None:
    with pytest.raises(AgentError) as error:
        do(talks, moves(talks), agent, words.split())
    assert said in str(error.value)
    assert planned(store) == []
    assert kept(store, "o1") == replace(OFFER, state="talking", leg="CA2", talked_at=NOW)


@pytest.mark.parametrize(("whom", "comes"), [("1025", "1025"), ("agent", "1025"), ("supervisor", "2001")])
def test_who_is_asked_in_is_rung_for_the_same_room_while_the_caller_is_held(store: Store, talks: Talks, whom: str, comes: str) -> None:
    talks.consult("1024", whom)
    go_on(store)
    guest = asked_in(store)
    assert (guest.agent, guest.role, guest.opener, guest.state) == (comes, "guest", "o1", "open")
    assert kept(store, "o1").is_held
    with pytest.raises(AgentError, match=f"agent {comes} is being rung: wait whether they come, or take the caller back"):
        talks.consult("1024", "1025")
    enter(store)
    with pytest.raises(AgentError, match=f"agent {comes} is asked in already: take the caller back, or hand over"):
        talks.consult("1024", "1025")


def test_for_whose_sake_the_caller_is_held_is_kept_by_the_one_who_was_asked_in(store: Store, talks: Talks) -> None:
    """By it the program before this one, which an upgrade leaves running for a while, lets the caller hear the talk again."""
    talks.consult("1024", "2001")
    assert kept(store, "o1").held_for == asked_in(store).id


@pytest.mark.parametrize("end", [offers.decline, offers.expire, offers.not_answered, offers.agent_left, offers.dismiss])
@pytest.mark.parametrize("is_inside", [False, True])
def test_the_caller_hears_the_talk_again_when_a_guest_does_not_come_or_goes(
    store: Store, talks: Talks, end: Callable[..., object], is_inside: bool
) -> None:
    talks.consult("1024", "2001")
    guest = enter(store) if is_inside else asked_in(store)
    with store.unit() as unit:
        end(unit, guest, NOW)
    is_over = not is_inside or end in (offers.agent_left, offers.dismiss)
    assert kept(store, "o1").is_held != is_over


def test_the_talk_goes_on_as_that_of_who_took_it_over_from_its_beginning(store: Store, talks: Talks) -> None:
    talks.consult("1024", "2001")
    guest = enter(store)
    talks.hand_over("1024")
    before, owner = kept(store, "o1"), kept(store, guest.id)
    assert (before.role, before.state) == ("guest", "over")
    assert (owner.role, owner.state, owner.talked_at, owner.is_held) == ("owner", "talking", NOW, False)
    with pytest.raises(AgentError, match="agent 1024 is in no talk"):
        talks.hold("1024")
    talks.hold("2001")


def test_a_caller_who_is_back_from_a_check_talks_to_who_took_the_call_over(store: Store, talks: Talks) -> None:
    talks.consult("1024", "2001")
    owner = enter(store)
    talks.hand_over("1024")
    talks.hold("2001")
    moves(talks).check("2001", "light")
    rooms = Rooms(store, Library(flow(), lambda _: None, lambda _: None), lambda: NOW)
    with store.unit() as unit:
        unit.carry_out(CALLER, "check:light", "waiting", "")
    assert rooms.connect(owner.id)
    rooms.entered("o1", "caller")
    assert (kept(store, owner.id).state, kept(store, owner.id).is_held) == ("talking", False)


def test_with_who_owns_the_talk_all_others_go(store: Store, talks: Talks) -> None:
    talks.consult("1024", "2001")
    guest = enter(store)
    talks.end("1024")
    assert (kept(store, "o1").state, kept(store, guest.id).state) == ("over", "over")
    assert {("end", "o1"), ("end", guest.id)} <= set(planned(store))


@pytest.mark.parametrize("is_back", [False, True])
@pytest.mark.parametrize("by", [BROWSER, TELEPHONE])
def test_with_an_agent_who_is_lost_while_the_caller_is_asked_who_they_are_a_guest_goes_too(
    store: Store, talks: Talks, by: str, is_back: bool
) -> None:
    with store.unit() as unit:
        unit.put_agent(AgentRow("1024", "", "refund", "en", "away", NOW, by=by))
    talks.consult("1024", "2001")
    guest = asked_in(store)
    moves(talks).check("1024", "light")
    rooms = Rooms(store, Library(flow(), lambda _: None, lambda _: None), lambda: NOW)
    if is_back:
        with store.unit() as unit:
            unit.carry_out(CALLER, "check:light", "waiting", "")
        assert rooms.connect("o1")
    rooms.agent_left("o1")
    assert rooms.whisper(guest.id, "CA3") is None
    assert (kept(store, guest.id).state, ("end", guest.id) in planned(store)) == ("withdrawn", True)


def test_who_comes_in_when_the_talk_is_over_does_not_stay(store: Store, talks: Talks) -> None:
    talks.listen("2001", "1024")
    ear = asked_in(store)
    with store.unit() as unit:
        assert offers.accept(unit, ear, "CA3", NOW)
        assert unit.move_offer("o1", ["talking"], "over", NOW)
        offers.guest_in(unit, ear, NOW)
    assert (kept(store, ear.id).state, ("end", ear.id) in planned(store)) == ("withdrawn", True)


def test_the_next_talk_of_a_caller_has_no_guest_of_the_one_before(store: Store, talks: Talks) -> None:
    talks.listen("2001", "1024")
    ear = enter(store)
    with store.unit() as unit:
        assert unit.move_offer("o1", ["talking"], "failed", NOW)
        unit.turn_entry(ENTRY, "talking", "waiting")
        following = OfferRow("o2", ENTRY, "1025", NOW, NOW)
        assert offers.hold_out(unit, following)
        assert unit.others_in(following) == []
        assert unit.others_in(OFFER) == [ear]


@pytest.mark.parametrize(("words", "role"), [("whisper", "coach"), ("barge", "voice"), ("mute", "ear")])
def test_a_supervisor_in_a_talk_is_heard_as_they_wish(store: Store, talks: Talks, words: str, role: str) -> None:
    talks.listen("2001", "1024")
    ear = enter(store)
    do(talks, moves(talks), "2001", [words])
    assert kept(store, ear.id).role == role
    assert ("speak", ear.id) in planned(store)
    assert not kept(store, "o1").is_held


@pytest.mark.parametrize("words", ["whisper", "barge", "mute"])
def test_a_supervisor_who_was_asked_in_is_heard_by_all(store: Store, talks: Talks, words: str) -> None:
    talks.consult("1024", "2001")
    guest = enter(store)
    with pytest.raises(AgentError, match="agent 2001 was asked in"):
        do(talks, moves(talks), "2001", [words])
    assert kept(store, guest.id).role == "guest"


def listened_to(store: Store, talks: Talks) -> OfferRow:
    """Let a supervisor, who listens, barge in."""
    talks.listen("2001", "1024")
    voice = enter(store)
    talks.barge("2001")
    return voice


def test_a_supervisor_who_barged_in_is_no_guest(store: Store, talks: Talks) -> None:
    voice = listened_to(store, talks)
    talks.back("1024")
    with pytest.raises(AgentError, match="nobody who was asked in is there"):
        talks.hand_over("1024")
    talks.consult("1024", "1025")
    assert kept(store, voice.id).state == "talking"


@pytest.mark.parametrize("meanwhile", [False, True])
def test_whom_the_agent_put_on_hold_stays_there_when_a_guest_goes(store: Store, talks: Talks, meanwhile: bool) -> None:
    wishes = [lambda: talks.hold("1024"), lambda: talks.consult("1024", "1025")]
    for wish in reversed(wishes) if meanwhile else wishes:
        wish()
    with store.unit() as unit:
        offers.decline(unit, asked_in(store), NOW)
    assert kept(store, "o1").is_held


def test_who_leaves_unasked_takes_nobody_off_hold(store: Store, talks: Talks) -> None:
    voice = listened_to(store, talks)
    talks.hold("1024")
    with store.unit() as unit:
        offers.agent_left(unit, voice, NOW)
    assert kept(store, "o1").is_held


def test_what_an_agent_is_to_know_of_what_they_typed_is_given(store: Store, talks: Talks) -> None:
    told = do(talks, moves(talks), "1024", ["transfer", "supervisor"])
    assert told == "supervisor is closed until 2026-03-03 09:00: the caller hears so, and may be called back."
