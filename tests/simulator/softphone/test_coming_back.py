"""Pages that go and come again: whose call goes on, and what is told of it."""

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from ivr.simulator.office.account import Application
from ivr.simulator.office.number import Number
from ivr.simulator.softphone.board import DROP_SECONDS
from ivr.simulator.softphone.replay import MOST_BYTES, MOST_LETTERS, as_json
from tests.simulator.softphone.boarding import KEY, LI, SECRET, Carrier, Seen


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
