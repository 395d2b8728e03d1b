"""Who may be asked into a talk, what becomes of a guest, and that a hand-over which is cut short is done again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.errors import AgentError, CarrierError
from ivr.service import offers
from ivr.service.deeds import do
from ivr.service.talks import Talks
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow, Intent, OfferRow
from ivr.storage.records import Callback, CallRow, Entry
from tests.floor.talking import ENTRY, NOW, OFFER, asked_in, enter, go_on, kept, moves, planned, work
from tests.floor.test_router import NUMBERS, router_of


def end_leg(unit: Unit) -> None:
    """Let a guest's telephone be one we are to hang up on still, well after they were asked."""
    guest = OfferRow("o0", "refund.en.v1.b", "1025", NOW, NOW, state="over", leg="CA9", role="guest", room="o9")
    unit.open_offer(guest)
    unit.plan(Intent(offers.END, guest.id, NOW))


UNFREE: list[tuple[Callable[[Unit], object], str]] = [
    (lambda unit: unit.turn_agent("1025", "away", NOW), "agent 1025 is away"),
    (lambda unit: unit.rest_agent("1025", NOW + offers.WRAP_UP), "agent 1025 is writing"),
    (end_leg, "their telephone may still ring"),
]


@pytest.mark.parametrize(("is_so", "why"), UNFREE)
def test_who_is_not_free_is_not_asked_in(store: Store, talks: Talks, is_so: Callable[[Unit], object], why: str) -> None:
    with store.unit() as unit:
        is_so(unit)
    with pytest.raises(AgentError, match=why):
        talks.consult("1024", "1025")
    with store.unit() as unit:
        assert unit.others_in(OFFER) == []
    assert not kept(store, "o1").is_held


def test_a_supervisor_who_is_away_may_listen(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        unit.turn_agent("2001", "away", NOW)
    talks.listen("2001", "1024")
    assert asked_in(store).agent == "2001"


def test_nobody_is_called_for_who_is_rung_for_a_question(store: Store, talks: Talks) -> None:
    talks.consult("1024", "supervisor")
    with store.unit() as unit:
        unit.start_call(CallRow("CA9", 1, "v1", "{}", "", "z", "", "+15559990000", NOW), "[]")
        unit.hang_up("CA9", NOW)
        entry = unit.join_queue(Entry("refund.en.v1.z", "CA9", "refund", NOW, NOW, "en", "{}", state=offers.AT_HOME))
        home = Callback("CA9", "z", NUMBERS.seal("+8613800138000"), "refund", NOW, NOW, NOW, entry.id, entry=entry.id, next_at=NOW)
        unit.book_callback(home, lambda: "4815162342")
        unit.turn_agent("1025", "away", NOW)
    replace(router_of(store, lambda: NOW), calls_per_second=50, is_customer_first=True).work()
    with store.unit() as unit:
        assert asked_in(store).agent == "2001"
        assert unit.being_called(NOW, NOW) == []


def test_to_say_no_to_a_question_is_no_refusal(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        unit.rest_agent("1025", NOW, 2)
    talks.consult("1024", "1025")
    with store.unit() as unit:
        offers.decline(unit, asked_in(store), NOW)
        agent = unit.agent("1025")
    assert agent is not None
    assert (agent.state, agent.refusals) == ("ready", 2)


@pytest.mark.parametrize("leave", [offers.agent_left, offers.dismiss])
def test_a_guest_has_nothing_to_write(store: Store, talks: Talks, leave: Callable[..., object]) -> None:
    talks.consult("1024", "1025")
    with store.unit() as unit:
        leave(unit, enter(store), NOW)
        agent = unit.agent("1025")
    assert agent is not None
    assert agent.ready_at == NOW + offers.LEG_ENDS_WITHIN


@pytest.mark.parametrize("words", ["hold", "record", "hand-over", "consult 1025", "transfer payment", "call-back payment", "check light"])
def test_while_the_caller_is_asked_who_they_are_the_talk_can_only_be_ended(store: Store, talks: Talks, words: str) -> None:
    moves(talks).check("1024", "light")
    with pytest.raises(AgentError, match="the caller is being asked who they are: wait until they are back, or end the talk"):
        do(talks, moves(talks), "1024", words.split())
    talks.end("1024")
    assert (kept(store, "o1").state, ("end", "o1") in planned(store)) == ("over", True)
    with store.unit() as unit:
        entry = unit.entry(ENTRY)
    assert entry is not None
    assert entry.state == "away"


def test_who_is_no_supervisor_takes_over_nothing(store: Store, talks: Talks) -> None:
    talks.consult("1024", "1025")
    guest = enter(store)
    with pytest.raises(AgentError, match="agent 1025 is no supervisor"):
        talks.take_over("1025")
    assert (kept(store, "o1").role, kept(store, guest.id).role) == ("owner", "guest")


def test_of_a_level_whoever_speaks_the_callers_language_and_has_been_ready_longest_is_asked_in(store: Store, talks: Talks) -> None:
    with store.unit() as unit:
        for staff, languages, minutes in (("2002", "en,zh", 2), ("2003", "zh", 3), ("2004", "en", 1)):
            unit.put_agent(AgentRow(staff, "", "refund", languages, "away", NOW, level=2))
            unit.turn_agent(staff, "ready", NOW - timedelta(minutes=minutes))
    talks.consult("1024", "supervisor")
    go_on(store)
    assert asked_in(store).agent == "2002"


def test_a_coach_coaches_who_took_the_call_over_and_its_recording_is_as_they_wish(store: Store, talks: Talks) -> None:
    talks.pause("1024")
    talks.consult("1024", "1025")
    guest = enter(store)
    with store.unit() as unit:
        ear = OfferRow("o9", ENTRY, "2001", NOW, NOW, state="talking", leg="CA9", role="coach", room="o1")
        assert unit.open_offer(ear)
    talks.hand_over("1024")
    assert {("speak", ear.id), ("pause", guest.id)} <= set(planned(store))


class Room:
    """A room at the carrier: who is in it, and whether it ends with them. One request is done and its answer lost, or not done at all."""

    def __init__(self, lost: int, *, is_done: bool) -> None:
        self.ends = {"CA2": True, "CA3": False}
        self.is_held = True
        self.asked, self.lost, self.is_done = 0, lost, is_done

    def conference(self, room: str) -> str:
        return "CF1"

    def seat(self, conference: str, who: str, *, ends: bool, muted: bool | None = None, coached: str | None = None) -> None:
        self._ask(who, lambda: self.ends.update({who: ends}))

    def hold(self, conference: str, who: str, path: str) -> None:
        self._ask("CA3", lambda: setattr(self, "is_held", bool(path)))

    def end(self, call: str) -> None:
        self._ask(call, lambda: self.ends.pop(call))

    def _ask(self, who: str, do: Callable[[], object]) -> None:
        self.asked += 1
        if who not in self.ends:
            raise CarrierError("there is nobody", 404)
        if self.asked != self.lost or self.is_done:
            do()
        assert any(self.ends.values()), "nobody is left with whom the room ends"
        if self.asked == self.lost:
            raise CarrierError("no answer")


@pytest.mark.parametrize("is_done", [True, False])
@pytest.mark.parametrize("lost", [0, 1, 2, 3, 4])
def test_a_hand_over_that_is_cut_short_is_done_again_and_the_room_never_lacks_an_owner(
    store: Store, talks: Talks, lost: int, is_done: bool
) -> None:
    talks.consult("1024", "2001")
    enter(store)
    with store.unit() as unit:
        for intent in unit.due_intents(NOW):
            unit.settle_intent(intent, "done", NOW)
    talks.hand_over("1024")
    room = Room(lost, is_done=is_done)
    for seconds in range(3):
        work(store, room, NOW + timedelta(seconds=seconds))
    assert (room.ends, room.is_held) == ({"CA3": True}, False)
    assert planned(store) == []
