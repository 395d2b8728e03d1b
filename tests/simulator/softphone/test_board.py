"""Pages as handsets over an exchange whose time the test turns."""

import asyncio
from collections.abc import Callable

import pytest

from ivr.simulator.softphone.board import Board
from ivr.simulator.softphone.live import Live
from ivr.simulator.sound import wav
from ivr.simulator.sound.mixer import tone
from ivr.simulator.sound.speech import Speech
from ivr.simulator.sound.wav import FRAME_SECONDS
from tests.simulator.softphone.boarding import ANA, HOTLINE, LI, Carrier, T, Turned


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
