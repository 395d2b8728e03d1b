"""Texts through Twilio's own package."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ivr.simulator import events
from ivr.simulator.office.number import Number
from ivr.simulator.office.segments import segments
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.line import Incoming, LineError, Outgoing

HOTLINE, LI, UNREACHABLE = "+15559990000", "+8613800001111", "+15550009999"
STATUS = "https://hotline.example/status"


def test_a_text_is_queued_then_sent_then_delivered(twilio: Client, exchange: Any, carrier: Any) -> None:
    made = twilio.messages.create(to=LI, from_=HOTLINE, body="您的工单号是8812")
    seen = [(made.status, made.date_sent)]
    for _ in range(2):
        exchange.clock.step()
        row = made.fetch()
        seen.append((row.status, row.date_sent))
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    # Twilio's dates have no fractions of a second.
    assert seen == [("queued", None), ("sent", start), ("delivered", start)]
    assert [(text.sender, text.to, text.body) for text in carrier.texts] == [(HOTLINE, LI, "您的工单号是8812")]
    assert (row.direction, row.num_segments, row.num_media, row.api_version) == ("outbound-api", "1", "0", "2010-04-01")


@pytest.mark.parametrize(("to", "last", "error"), [(LI, "delivered", None), (UNREACHABLE, "undelivered", "30003")])
def test_every_status_is_told_to_the_callback(
    twilio: Client, exchange: Any, application: Any, to: str, last: str, error: str | None
) -> None:
    made = twilio.messages.create(to=to, from_=HOTLINE, body="hello", status_callback=STATUS)
    exchange.clock.advance(10)
    told = application.of("/status")
    assert [form["MessageStatus"] for form in told] == ["queued", "sent", last]
    assert [form.get("ErrorCode") for form in told] == [None, None, error]
    for form in told:
        assert form["MessageSid"] == form["SmsSid"] == made.sid
        assert form["SmsStatus"] == form["MessageStatus"]
        assert (form["From"], form["To"], form["AccountSid"], form["ApiVersion"]) == (HOTLINE, to, made.account_sid, "2010-04-01")
    assert made.fetch().error_code == (error and int(error))


def test_media_needs_no_words_and_is_remarked(twilio: Client, carrier: Any) -> None:
    assert twilio.messages.create(to=LI, from_=HOTLINE, media_url=["https://elsewhere.example/a.png"]).body == ""
    assert [event.what.text[:23] for event in carrier.events if isinstance(event.what, events.Remark)] == ["MediaUrl changes nothing"[:23]]
    carrier.passes(5)
    assert carrier.texts == [events.Text(HOTLINE, LI, "")]


def test_no_request_leaves_before_the_answer_is_given(twilio: Client, application: Any) -> None:
    twilio.messages.create(to=LI, from_=HOTLINE, body="hello", status_callback=STATUS)
    assert application.heard == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "13800001111"}, 21211),
        ({"from_": ""}, 21603),
        ({"from_": "+15551110000"}, 21606),
        ({"from_": "much too long a name"}, 21212),
        ({"body": ""}, 21602),
        ({"body": "字" * 1601}, 21617),
        ({"status_callback": "status"}, 21609),
    ],
)
def test_what_cannot_be_sent_is_refused(twilio: Client, exchange: Any, given: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(**({"to": LI, "from_": HOTLINE, "body": "hello"} | given))
    assert (refused.value.status, refused.value.code) == (400, code)
    assert twilio.messages.list() == []


@pytest.mark.parametrize("sender", [{"from_": "10010"}, {"from_": "Wallet"}, {"messaging_service_sid": "MG" + "0" * 32}])
def test_short_codes_names_and_services_may_send(twilio: Client, sender: dict[str, str]) -> None:
    made = twilio.messages.create(to=LI, body="hello", **sender)
    assert (made.from_, made.messaging_service_sid) == (sender.get("from_"), sender.get("messaging_service_sid"))


def test_texts_are_listed_newest_first_by_either_end_and_by_date(twilio: Client, exchange: Any) -> None:
    for day, to in enumerate([LI, "+15550002222", LI]):
        twilio.messages.create(to=to, from_=HOTLINE, body=str(day))
        exchange.clock.advance(86400)
    first = datetime(2026, 3, 2, tzinfo=UTC)

    def bodies(**filters: Any) -> list[str]:
        return [row.body for row in twilio.messages.list(**filters)]

    assert bodies() == ["2", "1", "0"]
    assert bodies(to=LI) == ["2", "0"]
    assert bodies(from_=HOTLINE, to="+15550002222") == ["1"]
    assert bodies(from_="+15551110000") == []
    assert bodies(date_sent_after=first + timedelta(days=1)) == ["2", "1"]
    assert bodies(date_sent_before=first + timedelta(days=1)) == ["0"]
    assert bodies(to=LI, date_sent_after=first + timedelta(hours=11)) == ["2"]


def test_one_day_is_a_filter_too(twilio: Client, exchange: Any) -> None:
    twilio.messages.create(to=LI, from_=HOTLINE, body="today")
    exchange.clock.advance(86400)
    assert len(twilio.messages.list(date_sent="2026-03-02")) == 1
    assert twilio.messages.list(date_sent="2026-03-03") == []


def test_a_text_is_redacted_and_deleted_once_it_has_arrived(twilio: Client, exchange: Any) -> None:
    made = twilio.messages.create(to=LI, from_=HOTLINE, body="secret")
    with pytest.raises(TwilioRestException) as early:
        made.delete()
    exchange.clock.advance(10)
    assert early.value.code == 20009
    assert made.update(body="").body == ""
    assert made.delete()
    with pytest.raises(TwilioRestException) as gone:
        made.fetch()
    assert gone.value.code == 20404


@pytest.mark.parametrize(("given", "code"), [({"body": "other"}, 30400), ({}, 30400), ({"status": "canceled"}, 30409)])
def test_a_text_is_not_changed_otherwise(twilio: Client, given: dict[str, str], code: int) -> None:
    made = twilio.messages.create(to=LI, from_=HOTLINE, body="hello")
    with pytest.raises(TwilioRestException) as refused:
        made.update(**given)
    assert refused.value.code == code


def test_a_text_from_a_handset_is_told_to_what_answers_the_number(twilio: Client, exchange: Any, application: Any) -> None:
    exchange.texts.receive(LI, HOTLINE, "5 谢谢")
    exchange.clock.advance(1)
    (row,) = twilio.messages.list()
    assert (row.direction, row.status, row.body) == ("inbound", "received", "5 谢谢")
    assert application.of("/texts") == [
        {
            "MessageSid": row.sid,
            "SmsSid": row.sid,
            "SmsMessageSid": row.sid,
            "AccountSid": row.account_sid,
            "From": LI,
            "To": HOTLINE,
            "Body": "5 谢谢",
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsStatus": "received",
            "ApiVersion": "2010-04-01",
        }
    ]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 153, 3),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        ("a" * 70 + "字", 2),
    ],
)
def test_segments_hold_160_places_or_70_and_fewer_where_there_are_several(body: str, count: int) -> None:
    assert segments(body) == count


REPLY = "<Message action='/sent'>您好</Message><Message to='+15550002222'><Body>copy</Body></Message><Redirect>/more</Redirect>"


def test_a_text_is_answered_by_texts_and_asked_on(twilio: Client, exchange: Any, carrier: Any, application: Any) -> None:
    application.pages |= {"/texts": REPLY, "/more": "<Message>more</Message>"}
    exchange.texts.receive(LI, HOTLINE, "5")
    exchange.clock.advance(10)
    assert sorted((text.sender, text.to, text.body) for text in carrier.texts) == [
        (HOTLINE, "+15550002222", "copy"),
        (HOTLINE, LI, "more"),
        (HOTLINE, LI, "您好"),
    ]
    assert [row.direction for row in twilio.messages.list()] == ["outbound-reply"] * 3 + ["inbound"]
    assert [form["Body"] for form in application.of("/more")] == ["5"]
    assert [form["MessageStatus"] for form in application.of("/sent")] == ["queued", "sent", "delivered"]


def test_an_answer_that_cannot_be_read_is_told(exchange: Any, carrier: Any, application: Any) -> None:
    application.pages["/texts"] = "<Message>unfinished"
    exchange.texts.receive(LI, HOTLINE, "5")
    exchange.clock.advance(10)
    assert [event.what.code for event in carrier.events if isinstance(event.what, events.Error)] == [12100]


def test_texts_between_two_numbers_of_applications_reach_the_other(exchange: Any, application: Any, twilio: Client) -> None:
    exchange.assign("+15558880000", Number("/other", texts="/other-texts"))
    twilio.messages.create(to="+15558880000", from_=HOTLINE, body="hello")
    exchange.clock.advance(10)
    assert [(form["From"], form["Body"]) for form in application.of("/other-texts")] == [(HOTLINE, "hello")]
    assert exchange.is_idle


def asks_at_once(carrier: Any, application: Any, senders: list[str]) -> int:
    for sender in senders:
        carrier.exchange.texts.receive(sender, HOTLINE, "hi")
    carrier.passes(1)
    assert [event.what for event in carrier.events if isinstance(event.what, events.Error)] == []
    return len(application.of("/texts"))


def test_many_texts_in_one_instant_are_all_asked_for(carrier: Any, application: Any) -> None:
    assert asks_at_once(carrier, application, [f"+1555{number:07d}" for number in range(130)]) == 130
    application.heard.clear()
    assert asks_at_once(carrier, application, ["+15550001111"] * 150) == 150


def test_a_text_whose_answers_lead_to_one_another_for_ever_is_given_up(carrier: Any, application: Any) -> None:
    application.pages["/texts"] = "<Redirect>/texts</Redirect>"
    carrier.exchange.texts.receive("+15550001111", HOTLINE, "hi")
    carrier.passes(1)
    assert len(application.of("/texts")) == 100
    assert [event.what.code for event in carrier.events if isinstance(event.what, events.Error)] == [11215]


HOUR = 3600


def with_cookies(application: Any) -> list[str | None]:
    """Have each answer set a cookie; give those that come back."""
    seen: list[str | None] = []

    def carry(request: Outgoing, then: Callable[[Incoming | LineError], None]) -> None:
        seen.append(request.headers.get("Cookie"))
        then(Incoming(200, (("Set-Cookie", f"n={len(seen)}"), ("Content-Type", "text/plain")), b""))

    application.carry = carry
    return seen


@pytest.mark.parametrize(
    ("waits", "own", "given"),
    [
        # seconds before a text of LI each time, whether calls and texts keep cookies apart, which cookie comes with each
        ([0, HOUR], True, [None, "1"]),
        ([0, 3 * HOUR, 3 * HOUR], True, [None, "1", "2"]),
        ([0, 4 * HOUR], True, [None, None]),
        ([0, 4 * HOUR], False, [None, "1"]),
    ],
)
def test_the_cookies_of_two_ends_are_kept_for_four_hours_from_the_last_text(
    made: Any, application: Any, waits: list[int], own: bool, given: list[str | None]
) -> None:
    seen = with_cookies(application)
    carrier = made(unsure=Unsure(cookies_per_call=own))
    for wait in waits:
        carrier.passes(wait)
        carrier.exchange.texts.receive(LI, HOTLINE, "hi")
        carrier.passes(0)
    assert seen == [cookie and f"n={cookie}" for cookie in given]


def test_another_sender_has_other_cookies(carrier: Any, application: Any) -> None:
    seen = with_cookies(application)
    for sender in (LI, "+15550002222", LI):
        carrier.exchange.texts.receive(sender, HOTLINE, "hi")
        carrier.passes(1)
    assert seen == [None, None, "n=1"]
