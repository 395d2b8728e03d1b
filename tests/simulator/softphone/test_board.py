"""Pages as handsets over an exchange whose time the test turns."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account, Application
from ivr.simulator.office.number import Number
from ivr.simulator.softphone.board import DROP_SECONDS, Board, Telephones
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.outbox import Outbox
from ivr.simulator.softphone.page import Page
from ivr.simulator.softphone.replay import MOST_BYTES, MOST_LETTERS, as_json
from ivr.simulator.sound import wav
from ivr.simulator.sound.mixer import tone
from ivr.simulator.sound.speech import Speech
from ivr.simulator.sound.wav import FRAME_SECONDS
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.wire import DirectWire

T = TypeVar("T")
KEY, SECRET = "SK1", "a secret of at least thirty-two bytes"
HOTLINE, LI, ANA = "+15559990000", "+15550002222", "+15550002223"
MENU = '<Gather numDigits="1" action="/key"><Say language="zh-CN">账单请按1</Say></Gather><Say>Nothing heard.</Say>'
ANSWERS = {
    "/menu": MENU,
    "/key": "<Say>Thank you.</Say><Pause length='30'/>",
    "/room": "<Dial><Conference beep='false' waitUrl=''>Room 7</Conference></Dial>",
    "/recorded": "<Dial><Conference beep='false' waitUrl='' record='record-from-start'>Room 8</Conference></Dial>",
    "/long": f"<Say>Hello</Say><!--{'x' * 2 * MOST_LETTERS}--><Pause length='1'/><Redirect>/long</Redirect>",
    "/transfer": f"<Dial>{ANA}</Dial>",
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [f"<Response>{ANSWERS[environ['PATH_INFO']]}</Response>".encode()]


class Seen(Outbox):
    """What a page was told."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Mapping[str, Any]] = []

    def tell(self, message: Mapping[str, Any]) -> None:
        self.messages.append(message)

    def of(self, *events: str) -> list[Mapping[str, Any]]:
        return [message for message in self.messages if message["event"] in events]


class Turned:
    """A clock that the test turns."""

    def do(self, act: Callable[[], T]) -> T:
        return act()


class Carrier:
    """An exchange, its board, and the pages that were opened."""

    def __init__(self) -> None:
        self.clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
        self.exchange = Exchange(self.clock, DirectWire(WsgiLine(application)), Account(keys={KEY: SECRET}), handsets=Telephones())
        self.live = Live(self.exchange, Turned(), Speech("no-such-program"))
        self.board = Board(self.live, {HOTLINE: "热线"})
        self.answers("/menu")

    def answers(self, url: str) -> None:
        self.exchange.numbers[HOTLINE] = Number(url)

    def open(self, wanted: str | None = None) -> tuple[Page, Seen]:
        seen = Seen()
        return self.board.open(wanted, seen), seen

    def dialled(self) -> tuple[Page, Seen]:
        page, seen = self.open()
        page.does({"do": "dial", "to": HOTLINE})
        return page, seen


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


def test_a_page_is_told_its_number_and_whom_it_can_ring(carrier: Carrier) -> None:
    _, seen = carrier.open()
    numbers = [{"number": HOTLINE, "name": "热线"}]
    assert seen.messages == [{"event": "hello", "number": LI, "numbers": numbers, "speech": False, "at": None}]


def test_each_page_has_a_number_of_its_own_and_nobody_gets_that_of_another(carrier: Carrier) -> None:
    numbers = [carrier.open(wanted)[0].number for wanted in (None, None, LI, HOTLINE, "+8613800138000", "Li", "")]
    assert numbers == [LI, ANA, "+15550002224", "+15550002225", "+8613800138000", "+15550002226", "+15550002227"]


def test_a_page_that_cannot_have_its_number_is_told_why(carrier: Carrier) -> None:
    carrier.open(LI)
    _, seen = carrier.open(LI)
    assert seen.of("busy") == [{"event": "busy", "why": "taken", "wanted": LI, "number": ANA}]


def test_a_call_is_told_from_its_beginning_with_what_is_heard(carrier: Carrier) -> None:
    carrier.clock.advance(100)
    _, seen = carrier.dialled()
    carrier.clock.advance(1)
    told = seen.of("request", "say", "sound")
    assert [(message["event"], message.get("at")) for message in told] == [("request", 0.0), ("say", 0.0), ("sound", None)]
    assert told[-1] == {"event": "sound", "wav": None, "ms": 1250, "text": "账单请按1"}


def test_a_key_stops_the_voice_and_goes_to_the_application(carrier: Carrier) -> None:
    page, seen = carrier.dialled()
    carrier.clock.advance(1)
    page.does({"do": "key", "key": "1"})
    carrier.clock.advance(0.1)
    after = [message["event"] for message in seen.messages][-6:]
    assert after.index("stop") < after.index("digits") < after.index("say")
    assert seen.of("request")[-1]["params"]["Digits"] == "1"


def test_a_key_that_cuts_in_is_nothing_to_remark_on(carrier: Carrier) -> None:
    page, seen = carrier.dialled()
    carrier.clock.advance(1)
    page.does({"do": "key", "key": "1"})
    carrier.clock.advance(0.1)
    assert len(seen.of("stop")) == 1
    assert seen.of("remark") == []


def test_who_is_at_a_number_without_a_page_is_called_by_that_number(carrier: Carrier) -> None:
    page, seen = carrier.open()
    page.does({"do": "dial", "to": "+15550009999"})
    carrier.clock.advance(20)
    assert [message["with"] for message in seen.of("talk")] == ["+15550009999"]


def test_what_was_heard_to_the_end_is_not_stopped(carrier: Carrier) -> None:
    page, seen = carrier.dialled()
    carrier.clock.advance(3)
    page.does({"do": "key", "key": "1"})
    carrier.clock.advance(0.1)
    assert seen.of("stop") == []


def test_hanging_up_stops_the_voice_and_frees_the_page(carrier: Carrier) -> None:
    page, seen = carrier.dialled()
    carrier.clock.advance(1)
    page.does({"do": "hangup"})
    carrier.clock.advance(1)
    assert [message["event"] for message in seen.messages][-2:] == ["stop", "ended"]
    assert seen.messages[-1]["by"] == "caller"
    page.does({"do": "dial", "to": HOTLINE})
    assert page.leg is not None


def test_one_page_rings_another_and_they_hear_one_another(carrier: Carrier) -> None:
    (li, li_seen), (ana, ana_seen) = carrier.open(), carrier.open()
    li.does({"do": "dial", "to": ANA})
    carrier.clock.advance(1)
    assert ana_seen.of("incoming") == [{"event": "incoming", "from": LI}]
    ana.does({"do": "answer"})
    carrier.clock.advance(1)
    assert (li_seen.of("talk") and ana_seen.of("talk")) != []
    assert li.leg
    assert ana.leg
    assert carrier.exchange.hears(li.leg.sid) == {ana.leg.sid}
    ana.does({"do": "hangup"})
    carrier.clock.advance(1)
    assert [li_seen.messages[-1]["event"], ana_seen.messages[-1]["event"]] == ["ended", "ended"]


@pytest.mark.parametrize("deed", ["refuse", "hangup"])
def test_a_page_can_refuse(carrier: Carrier, deed: str) -> None:
    carrier.answers("/transfer")
    (li, li_seen), (ana, ana_seen) = carrier.open(), carrier.open()
    li.does({"do": "dial", "to": HOTLINE})
    carrier.clock.advance(1)
    ana.does({"do": deed})
    carrier.clock.advance(1)
    assert [li_seen.messages[-1]["event"], ana_seen.messages[-1]["event"]] == ["ended", "ended"]


def test_a_caller_who_gives_up_stops_the_ringing(carrier: Carrier) -> None:
    (li, _), (ana, seen) = carrier.open(), carrier.open()
    li.does({"do": "dial", "to": ANA})
    carrier.clock.advance(1)
    li.does({"do": "hangup"})
    carrier.clock.advance(1)
    assert seen.messages[-1]["event"] == "ended"
    assert ana.leg is None


def test_who_is_in_a_call_is_busy(carrier: Carrier) -> None:
    (li, seen), (ana, _) = carrier.open(), carrier.open()
    ana.does({"do": "dial", "to": HOTLINE})
    li.does({"do": "dial", "to": ANA})
    carrier.clock.advance(1)
    assert seen.messages[-1]["event"] == "ended"
    assert ana.leg is not None


def test_pages_meet_in_a_room(carrier: Carrier) -> None:
    carrier.answers("/room")
    (li, _), (ana, _) = carrier.dialled(), carrier.dialled()
    carrier.clock.advance(1)
    assert li.leg
    assert ana.leg
    assert carrier.exchange.hears(ana.leg.sid) == {li.leg.sid}


@pytest.mark.parametrize("place", ["/room", "/transfer"])
def test_typed_words_are_read_by_those_who_talk_and_by_who_typed_them(carrier: Carrier, place: str) -> None:
    carrier.answers(place)
    (li, li_seen), (ana, ana_seen) = carrier.open(), carrier.open()
    li.does({"do": "dial", "to": HOTLINE})
    carrier.clock.advance(1)
    ana.does({"do": "answer"} if place == "/transfer" else {"do": "dial", "to": HOTLINE})
    carrier.clock.advance(1)
    ana.does({"do": "say", "text": "退款到了吗"})
    assert ana_seen.messages[-1] == {"event": "said", "text": "退款到了吗"}
    (heard,) = li_seen.of("heard")
    assert (heard["by"], heard["text"]) == (ANA, "退款到了吗")
    assert ana_seen.of("heard", "remark") == []


def test_who_is_muted_says_no_typed_words(carrier: Carrier) -> None:
    page, seen = carrier.dialled()
    carrier.clock.advance(2)
    page.does({"do": "mute", "on": True})
    page.does({"do": "say", "text": "退款"})
    assert seen.messages[-1] == {"event": "busy", "why": "muted"}
    carrier.clock.advance(2)
    assert seen.of("speech") == []


def test_a_recording_of_a_room_holds_what_was_said_when_it_was_said(carrier: Carrier) -> None:
    carrier.answers("/recorded")
    (li, _), (ana, _) = carrier.dialled(), carrier.dialled()
    carrier.clock.advance(0.5)
    (recording,) = carrier.exchange.office.recordings.by_sid.values()
    began = recording.seconds(carrier.clock.elapsed)
    assert li.leg
    assert ana.leg
    carrier.live.voices.say(li.leg.sid, tone("1"))
    for _ in range(20):
        carrier.live.turn([li.leg.sid, ana.leg.sid])
        carrier.clock.advance(FRAME_SECONDS)
    carrier.exchange.office.rooms.mute(carrier.exchange.office.rooms.of(ana.leg.sid), True)
    carrier.live.voices.say(ana.leg.sid, tone("2"))
    carrier.live.turn([li.leg.sid])
    carrier.clock.advance(1)
    li.does({"do": "hangup"})
    ana.does({"do": "hangup"})
    carrier.clock.advance(5)
    assert recording.status == "completed"
    laid = wav.lay(recording.kept, recording.sounds)
    assert laid == wav.lay(recording.kept, [(began, tone("1"))])


def test_a_page_that_comes_back_in_time_is_told_its_call_again(carrier: Carrier) -> None:
    carrier.answers("/key")
    page, first = carrier.dialled()
    carrier.clock.advance(1)
    carrier.board.close(page, first)
    carrier.clock.advance(DROP_SECONDS - 1)
    again, seen = carrier.open(LI)
    assert again is page
    assert seen.messages[0]["at"] == DROP_SECONDS
    assert seen.messages[1:] == first.of("dialled", "request", "answered", "say", "remark")
    carrier.board.close(page, seen)
    carrier.clock.advance(DROP_SECONDS - 1)
    assert page.leg is not None


def test_a_page_that_stays_away_loses_its_call_and_its_number(carrier: Carrier) -> None:
    page, seen = carrier.dialled()
    assert page.leg
    leg = page.leg
    carrier.clock.advance(1)
    carrier.board.close(page, seen)
    carrier.clock.advance(DROP_SECONDS - 0.1)
    assert not leg.is_over
    carrier.clock.advance(1)
    assert leg.is_over
    assert carrier.open()[0] is not page


def test_a_browsers_call_belongs_to_the_page_that_came_last_for_it(carrier: Carrier) -> None:
    account, now = carrier.exchange.account, carrier.clock.now()
    account.applications["AP1"] = Application("AP1", "", Number("/key"), now)
    grant = VoiceGrant(outgoing_application_sid="AP1")
    made = AccessToken(account.sid, KEY, SECRET, [grant], "agent_17", nbf=0, valid_until=int(now.timestamp()) + 60)
    first, again = Seen(), Seen()
    device = carrier.board.connect(str(made.to_jwt()), None, first)
    device.does({"do": "connect", "params": {}})
    carrier.clock.advance(1)
    assert device.leg
    sid = device.leg.sid
    assert carrier.board.connect(str(made.to_jwt()), sid, again) is device
    carrier.board.close(device, first)
    carrier.clock.advance(DROP_SECONDS + 1)
    assert device.leg
    device.does({"do": "hangup"})
    carrier.clock.advance(1)
    assert [first.messages[0], again.messages[0]] == [{"event": "hello", "call": None}, {"event": "hello", "call": sid}]
    assert [message["event"] for message in again.messages[1:]] == ["answered", "connected", "ended"]


def test_one_page_writes_to_another_and_to_the_application(carrier: Carrier) -> None:
    (li, _), (_, seen) = carrier.open(), carrier.open()
    li.does({"do": "text", "to": ANA, "body": "退款到了吗"})
    li.does({"do": "text", "to": HOTLINE, "body": "STOP"})
    carrier.clock.advance(5)
    assert seen.of("text") == [{"event": "text", "from": LI, "to": ANA, "body": "退款到了吗"}]
    assert [(text.sender, text.to, text.body) for text in carrier.exchange.texts.by_sid.values()] == [(LI, HOTLINE, "STOP")]


DEEDS: list[object] = [
    None,
    [],
    "dial",
    {"do": "fly"},
    {"do": "dial", "to": 7},
    {"do": "dial", "to": " "},
    {"do": "key", "key": "1"},
    {"do": "say", "text": "退款"},
    {"do": "hangup"},
    {"do": "answer"},
    {"do": "refuse"},
    {"do": "mute", "on": 1},
]


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_what_cannot_be_done_is_said_to_be_so(carrier: Carrier, deed: object) -> None:
    page, seen = carrier.open()
    page.does(deed)
    assert seen.messages[1:] == [{"event": "busy", "why": "not_now"}]


@pytest.mark.parametrize("key", ["", "12", "a", "١"])
def test_what_is_no_key_is_not_pressed(carrier: Carrier, key: str) -> None:
    page, seen = carrier.dialled()
    page.does({"do": "key", "key": key})
    assert seen.messages[-1]["event"] == "busy"


def test_long_words_are_shown_as_far_as_they_are_read_and_a_long_call_is_not_told_again_whole(carrier: Carrier) -> None:
    carrier.answers("/long")
    page, seen = carrier.dialled()
    carrier.clock.advance(1)
    assert [len(message["twiml"]) for message in seen.of("request")] == [MOST_LETTERS + 1]
    carrier.clock.advance(300)
    carrier.board.close(page, seen)
    _, again = carrier.open(page.number)
    told = sum(len(as_json(message).encode()) for message in again.messages)
    assert MOST_BYTES / 2 < told < MOST_BYTES + 1000
    assert again.of("say")[-1] == seen.of("say")[-1]


def test_what_is_wrong_with_one_voice_does_not_silence_the_others(carrier: Carrier) -> None:
    told: list[object] = []

    class Slipping(Turned):
        def do(self, act: Callable[[], T]) -> T:
            raise LookupError("slip")

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: told.append(str(context["exception"])))
        live = Live(carrier.exchange, Slipping(), Speech("no-such-program"))
        live.voices.say("anybody", tone("1"))
        mixing = asyncio.create_task(Board(live, {}).mix())
        await asyncio.wait([mixing], timeout=5 * FRAME_SECONDS)
        assert not mixing.done()
        mixing.cancel()

    asyncio.run(run())
    assert told[:2] == ["slip"] * 2
