"""Agents who answer by browser: what their desk may do, who is let in when a browser dials in, and what becomes of a call not taken."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from pydantic import SecretStr

from ivr.compiler.library import Library
from ivr.errors import AgentError, ConfigError
from ivr.flow.events import LeftQueue
from ivr.outside.tokens import TwilioTokens
from ivr.service import offers
from ivr.service.desk import Desk, HeldOut, InHand
from ivr.service.moves import Moves, left
from ivr.service.patience import Patience
from ivr.service.rooms import CALLER, OWNER, Rooms
from ivr.service.router import Router
from ivr.service.switches import Switchboard
from ivr.service.talks import Talks
from ivr.simulator import events
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.office.account import Account
from ivr.simulator.office.tokens import BadToken, VoiceGrant, read_token
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import BROWSER, AgentRow, OfferRow
from ivr.storage.records import CallRow, Entry
from ivr.storage.sealed import Numbers
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow
from tests.floor.test_races import SECRET

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ENTRY = "refund.en.v1.a"
OFFER = OfferRow("o1", ENTRY, "1024", NOW, NOW)
ACCOUNT = Account(keys={"SK1": "s" * 32})
TOKENS = TwilioTokens(ACCOUNT.sid, "SK1", SecretStr("s" * 32), "AP1")
LOST = """
given agent 1024 at client:agent_1024 for refund in en
given agent 1025 at client:agent_1025 for account refund in en
caller Li +8613800138000 calls +15559990000
> 2
> 4
> 0
= talk
< The line broke.
= talk
> hang up
agent Ana at client:agent_1024 answers after 3
= talk
> wait 20
> drop
agent Ben at client:agent_1025 answers after 0.5
"""
ANA, BEN = "client:agent_1024", "client:agent_1025"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """One waits, who is held out to Ana."""
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else "sqlite:///:memory:"
    with closing(open_store(url, SECRET)) as store:
        with store.unit() as unit:
            for staff in ("1024", "1025"):
                unit.put_agent(AgentRow(staff, "", "refund", "en", "away", NOW, by=BROWSER))
                unit.turn_agent(staff, "ready", NOW)
            unit.start_call(CallRow("CA1", 1, "v1", "{}", "", "li", "sealed", "+15559990000", NOW), "[]")
            unit.join_queue(Entry(ENTRY, "CA1", "refund", NOW, NOW, language="en", story='{"order": "8842"}'))
            assert offers.hold_out(unit, OFFER)
        yield store


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    return Desk(store, Numbers(SECRET), TOKENS, clock)


def states(store: Store) -> tuple[str, str, str]:
    """Give the state of the offer, of who waits and of Ana."""
    with store.unit() as unit:
        offer, entry, ana = unit.offer("o1"), unit.entry(ENTRY), unit.agent("1024")
    assert offer
    assert entry
    assert ana
    return offer.state, entry.state, ana.state


def test_an_offer_to_a_browser_rings_nobody_and_the_desk_shows_it(store: Store, desk: Desk) -> None:
    held = desk.held_out("1024")
    assert held is not None
    assert held == HeldOut("o1", "refund", "en", NOW, {"order": "8842"}, until=NOW + offers.SHOWN_FOR)
    assert desk.held_out("1025") is None
    with store.unit() as unit:
        assert unit.due_intents(NOW + timedelta(minutes=1)) == []


def test_who_takes_a_call_dials_in_and_one_leg_of_theirs_is_let_in(store: Store, desk: Desk) -> None:
    ticket = desk.accept("1024", "o1")
    assert ticket == desk.accept("1024", "o1"), "asked again, since the answer was lost"
    assert desk.held_out("1024") is None
    assert desk.dialled_in(ticket, ANA, "CA2")
    assert desk.dialled_in(ticket, ANA, "CA2"), "the carrier asks again"
    assert desk.dialled_in(ticket, ANA, "CA3") is None
    assert states(store) == ("accepted", "waiting", "ready")


def test_the_call_in_hand_tells_its_story_as_it_is_by_now(store: Store, desk: Desk, clock: Clock) -> None:
    assert desk.in_hand("1024") is None, "held out, and not taken"
    desk.accept("1024", "o1")
    assert desk.in_hand("1024") == InHand("o1", "owner", "refund", "en", {"order": "8842"})
    assert desk.in_hand("1025") is None
    with store.unit() as unit:
        for step in (offers.joined, offers.connect, offers.talks):
            step(unit, OFFER, NOW)
    Moves(store, flow(), clock).check("1024", "light")
    with store.unit() as unit:
        left(unit, "CA1", LeftQueue("wish", "check:light"), NOW)
        unit.join_queue(Entry("refund.en.v1.b", "CA1", "refund", NOW, NOW, language="en", story='{"identity": "light"}'))
    checked = desk.in_hand("1024")
    assert checked is not None
    assert checked.story == {"identity": "light"}
    with store.unit() as unit:
        offers.leave(unit, "CA1", "gone", NOW)
    assert desk.in_hand("1024") is None


def test_of_browsers_that_dial_in_at_once_one_is_let_in(desk: Desk) -> None:
    ticket, legs = desk.accept("1024", "o1"), [f"CA{n}" for n in range(8)]
    with ThreadPoolExecutor(len(legs)) as threads:
        let_in = list(threads.map(lambda leg: desk.dialled_in(ticket, ANA, leg), legs))
    assert [seat.offer for seat in let_in if seat] == ["o1"]


@pytest.mark.parametrize(
    ("ticket", "client"),
    [
        pytest.param("{}", BEN, id="somebody else with the ticket"),
        pytest.param("{}", "+15551110001", id="a telephone"),
        pytest.param("o1.", ANA, id="nobody signed it"),
        pytest.param("", ANA, id="no ticket"),
        pytest.param("{}0", ANA, id="it was changed"),
        pytest.param("o2{}", ANA, id="it is for another call"),
    ],
)
def test_nobody_else_is_let_in(desk: Desk, ticket: str, client: str) -> None:
    assert desk.dialled_in(ticket.format(desk.accept("1024", "o1")), client, "CA2") is None


def test_a_ticket_is_worth_nothing_once_the_call_is_not_there_to_be_taken(store: Store, desk: Desk) -> None:
    ticket = desk.accept("1024", "o1")
    with store.unit() as unit:
        offers.leave(unit, "CA1", "gone", NOW)
    assert desk.dialled_in(ticket, ANA, "CA2") is None
    with pytest.raises(AgentError, match="not there to be taken"):
        desk.accept("1024", "o1")


def test_nobody_takes_or_refuses_a_call_that_is_held_out_to_another(store: Store, desk: Desk) -> None:
    for ask in (desk.accept, desk.decline):
        with pytest.raises(AgentError, match="never held out to agent 1025"):
            ask("1025", "o1")
    assert states(store) == ("open", "waiting", "ready")


def test_who_refuses_is_ready_for_others_and_who_does_nothing_for_20_seconds_is_away(store: Store, desk: Desk) -> None:
    desk.decline("1024", "o1")
    assert states(store) == ("declined", "waiting", "ready")
    with store.unit() as unit:
        assert offers.hold_out(unit, OfferRow("o2", ENTRY, "1024", NOW, NOW))
        assert unit.late_offers(offers.opened_late(NOW + timedelta(seconds=19))) == []
        [late] = unit.late_offers(offers.opened_late(NOW + timedelta(seconds=20)))
        offers.expire(unit, late, NOW + timedelta(seconds=20))
        assert unit.agent("1024").state == "away"  # type: ignore[union-attr]


def test_who_takes_a_call_and_does_not_dial_in_is_waited_for_15_seconds(store: Store, desk: Desk, clock: Clock) -> None:
    clock.now = NOW + timedelta(seconds=10)
    ticket = desk.accept("1024", "o1")
    router = Router(store, Library(flow(), lambda _: None, lambda _: None), Switchboard(store, Patience()), clock, Random(1).randrange, 1.0)
    clock.now += timedelta(seconds=14)
    router.work()
    assert states(store) == ("accepted", "waiting", "ready")
    clock.now += timedelta(seconds=1)
    assert store.is_floor_due(clock.now, offers.opened_late(clock.now))
    assert router.work() == 1
    assert states(store) == ("failed", "waiting", "ready")
    assert desk.dialled_in(ticket, ANA, "CA2") is None
    assert desk.held_out("1025") is not None


def talk(store: Store, desk: Desk) -> Rooms:
    """Let both be in the room."""
    rooms = Rooms(store, Library(flow(), lambda _: None, lambda _: None), desk.clock)
    assert desk.dialled_in(desk.accept("1024", "o1"), ANA, "CA2")
    rooms.entered("o1", OWNER)
    assert rooms.connect("o1")
    rooms.entered("o1", CALLER)
    return rooms


@pytest.mark.parametrize("is_told_first", [True, False], ids=["the agent's leg is told first", "the caller's way is told first"])
def test_a_leg_that_is_gone_before_the_talk_was_ended_is_lost(store: Store, desk: Desk, is_told_first: bool) -> None:
    rooms = talk(store, desk)
    if is_told_first:
        rooms.agent_left("o1")
    words = rooms.lost("o1", was_inside=True)
    rooms.agent_left("o1")
    assert words is not None
    assert [str(piece) for say in words.says for piece in say.text.pieces] == ["The line broke. We're reconnecting you at once."]
    assert states(store) == ("failed", "waiting", "ready")


def test_a_caller_who_is_out_of_the_room_by_the_agents_wish_has_lost_nobody(store: Store, desk: Desk) -> None:
    rooms = talk(store, desk)
    with store.unit() as unit:
        assert unit.wish(ENTRY, "transfer:account", "talking")
    assert rooms.lost("o1", was_inside=True) is None
    assert states(store) == ("talking", "away", "ready")


def test_who_lost_an_agent_is_held_out_to_the_next_within_three_seconds() -> None:
    script, config = read_transcript(LOST, "lost.call"), in_process(MENUS)
    happened: list[events.Event] = []
    with closing(set_up(flow(), config, begins(script, flow()), script, OverTwilio(config))) as stage:
        assert stage.phone(script).play(NUMBER, script, happened.append).mismatch is None
    [gone] = [event.at for event in happened if event.leg == "Ana" and isinstance(event.what, events.Ended)]
    [next_in] = [event.at for event in happened if event.leg == "Ben" and isinstance(event.what, events.Joined)]
    assert gone < next_in < gone + 3


def test_a_talk_that_was_ended_at_the_desk_is_over_and_the_leg_goes(store: Store, desk: Desk) -> None:
    rooms = talk(store, desk)
    talks = Talks(store, desk.clock, Random(1).randrange)
    talks.end("1024")
    rooms.agent_left("o1")
    assert rooms.lost("o1", was_inside=True) is None
    assert states(store) == ("over", "talking", "ready")
    with store.unit() as unit:
        assert [each.kind for each in unit.due_intents(NOW) if each.kind != "dequeue"] == ["end"]
    with pytest.raises(AgentError, match="agent 1024 is in no talk"):
        talks.end("1024")


def test_a_token_lets_a_browser_call_us_and_never_be_called_for_an_hour(desk: Desk, clock: Clock) -> None:
    made = desk.token("1024")
    assert read_token(made, ACCOUNT, NOW) == VoiceGrant("agent_1024", "AP1", {}, takes_calls=False)
    with pytest.raises(BadToken, match="expired"):
        read_token(made, ACCOUNT, NOW + timedelta(hours=1))


def test_without_the_settings_no_browser_is_let_call_and_what_is_missing_is_named(store: Store, clock: Clock) -> None:
    for missing, name in enumerate(["TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_APP_SID"]):
        given = ["AC1", "SK1", "s" * 32, "AP1"]
        given[missing] = ""
        tokens = TwilioTokens(given[0], given[1], SecretStr(given[2]), given[3])
        with pytest.raises(ConfigError, match=f"^{name} is missing"):
            Desk(store, Numbers(SECRET), tokens, clock).token("1024")
