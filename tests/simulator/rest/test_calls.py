"""Calls through Twilio's own package."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.rest import Client

from ivr.simulator import events

Refused = Callable[[Callable[[], Any]], tuple[int, int]]
HOTLINE, LI, BUSY, NOBODY = "+15559990000", "+8613800001111", "+15550001010", "+15550002020"
BASE = "https://hotline.example"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_call_is_queued_rings_is_answered_and_ends(twilio: Client, carrier: Any, application: Any) -> None:
    application.pages["/hello"] = "<Say language='en-US'>Hello</Say><Pause length='5'/>"
    made = twilio.calls.create(to=LI, from_=HOTLINE, url=f"{BASE}/hello")
    assert (made.status, made.direction, made.start_time, made.duration) == ("queued", "outbound-api", None, None)
    seen = []
    for seconds in (1, 3, 10):
        carrier.passes(seconds)
        seen.append(made.fetch().status)
    assert seen == ["ringing", "in-progress", "completed"]
    assert carrier.said("li") == ["Hello"]
    row = made.fetch()
    assert (row.to, row._from, row.answered_by, row.parent_call_sid) == (LI, HOTLINE, None, None)
    assert row.start_time == START
    assert row.end_time == START + timedelta(seconds=3 + int(row.duration))


def test_the_document_is_asked_for_when_the_call_is_answered(twilio: Client, carrier: Any, application: Any) -> None:
    twilio.calls.create(to=LI, from_=HOTLINE, url=f"{BASE}/hello", method="GET")
    carrier.passes(2)
    assert application.heard == []
    carrier.passes(2)
    ((asked, form),) = application.heard
    assert asked == "GET /hello"
    assert (form["CallStatus"], form["Direction"], form["From"], form["To"]) == ("in-progress", "outbound-api", HOTLINE, LI)


@pytest.mark.parametrize(
    ("to", "told"),
    [
        (LI, ["initiated", "ringing", "in-progress", "completed"]),
        (BUSY, ["initiated", "ringing", "busy"]),
        (NOBODY, ["initiated", "ringing", "no-answer"]),
    ],
)
def test_progress_is_told_with_numbers_in_sequence(twilio: Client, carrier: Any, application: Any, to: str, told: list[str]) -> None:
    events = ["initiated", "ringing", "answered", "completed"]
    made = twilio.calls.create(
        to=to, from_=HOTLINE, twiml="<Response/>", status_callback=f"{BASE}/progress", status_callback_event=events, timeout=10
    )
    carrier.passes(30)
    forms = application.of("/progress")
    assert [form["CallStatus"] for form in forms] == told
    assert [form["SequenceNumber"] for form in forms] == [str(number) for number in range(len(told))]
    assert made.fetch().status == told[-1]


def test_only_the_end_is_told_unless_more_is_asked_for(twilio: Client, carrier: Any, application: Any) -> None:
    twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>", status_callback=f"{BASE}/progress", status_callback_method="GET")
    carrier.passes(30)
    assert [(asked, form["CallStatus"]) for asked, form in application.heard] == [("GET /progress", "completed")]


def test_calls_are_made_one_a_second_and_say_when_their_turn_comes(twilio: Client, carrier: Any) -> None:
    made = [twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>") for _ in range(3)]
    assert [call.queue_time for call in made] == ["0", "1000", "2000"]
    carrier.passes(1.5)
    assert [call.fetch().status for call in made] == ["ringing", "ringing", "queued"]


def test_a_twiml_app_may_say_what_is_run(twilio: Client, carrier: Any, application: Any) -> None:
    app = twilio.applications.create(voice_url=f"{BASE}/app")
    twilio.calls.create(to=LI, from_=HOTLINE, application_sid=app.sid)
    carrier.passes(5)
    assert [asked for asked, _ in application.heard] == ["POST /app"]


CREATE: tuple[tuple[dict[str, Any], tuple[int, int]], ...] = (
    ({"to": ""}, (400, 21201)),
    ({"to": "13800001111"}, (400, 21211)),
    ({"to": "sip:a@b"}, (501, 501)),
    ({"from_": ""}, (400, 21213)),
    ({"from_": "hotline"}, (400, 21212)),
    ({"from_": "+15551110000"}, (400, 21210)),
    ({"url": ""}, (400, 21205)),
    ({"url": "/hello"}, (400, 21205)),
    ({"url": "http://[x"}, (400, 21205)),
    ({"url": "http://h:x/"}, (400, 21205)),
    ({"url": "", "twiml": "<Response><Say>\udc80</Say></Response>"}, (400, 20001)),
    ({"method": "PUT"}, (400, 21209)),
    ({"url": "", "twiml": "x" * 4001}, (400, 20001)),
    ({"url": "", "application_sid": "AP9"}, (400, 21218)),
    ({"fallback_url": "fallback"}, (400, 21205)),
    ({"status_callback": "status"}, (400, 21205)),
    ({"status_callback": f"{BASE}/s", "status_callback_event": ["begun"]}, (400, 21626)),
    ({"timeout": 0}, (400, 21208)),
    ({"timeout": 601}, (400, 21208)),
    ({"timeout": "1" * 5000}, (400, 21208)),
    ({"time_limit": "1" * 5000}, (400, 20001)),
    ({"time_limit": 0}, (400, 20001)),
    ({"send_digits": "12x"}, (400, 21206)),
    ({"send_digits": "1" * 33}, (400, 21206)),
)


@pytest.mark.parametrize(("given", "answer"), CREATE, ids=lambda case: str(case)[:40])
def test_what_cannot_be_called_is_refused_and_nobody_is_rung(
    twilio: Client, carrier: Any, refused: Refused, given: dict[str, Any], answer: tuple[int, int]
) -> None:
    assert refused(lambda: twilio.calls.create(**({"to": LI, "from_": HOTLINE, "url": f"{BASE}/hello"} | given))) == answer
    assert carrier.exchange.legs == {}


def test_a_call_may_last_so_long_from_its_answer(twilio: Client, carrier: Any) -> None:
    made = twilio.calls.create(to=LI, from_=HOTLINE, url=f"{BASE}/voice", time_limit=7)
    carrier.passes(30)
    assert (made.fetch().status, made.fetch().duration) == ("completed", "7")


def test_a_call_in_progress_goes_on_elsewhere(twilio: Client, carrier: Any, application: Any) -> None:
    leg = carrier.ring()
    application.pages |= {"/other": "<Say language='en-US'>other</Say>"}
    carrier.passes(5)
    twilio.calls(leg.sid).update(url=f"{BASE}/other", method="GET")
    carrier.passes(0)
    assert application.heard[-1][0] == "GET /other"
    carrier.passes(60)
    assert carrier.said(leg.name) == ["other"]
    assert twilio.calls(leg.sid).fetch().status == "completed"


def test_a_call_goes_on_with_the_document_that_is_given(twilio: Client, carrier: Any) -> None:
    leg = carrier.ring()
    carrier.passes(5)
    twilio.calls(leg.sid).update(twiml="<Response><Say language='en-US'>given</Say></Response>")
    carrier.passes(60)
    assert carrier.said(leg.name) == ["given"]


def test_the_fallback_of_an_update_is_asked_when_its_document_fails(twilio: Client, carrier: Any, application: Any) -> None:
    leg = carrier.ring()
    carrier.passes(5)
    twilio.calls(leg.sid).update(twiml="<Nonsense/>", fallback_url=f"{BASE}/fallback")
    carrier.passes(60)
    assert [form["ErrorCode"] for form in application.of("/fallback")] == ["12102"]


@pytest.mark.parametrize(
    ("after", "status", "last"),
    [
        (0.5, "completed", "canceled"),
        (0.5, "canceled", "canceled"),
        (10, "completed", "completed"),
        (10, "canceled", "in-progress"),
    ],
)
def test_a_call_is_ended_or_only_cancelled(twilio: Client, carrier: Any, after: float, status: str, last: str) -> None:
    made = twilio.calls.create(to=LI, from_=HOTLINE, url=f"{BASE}/voice")
    carrier.passes(after)
    assert made.update(status=status).status == last
    carrier.passes(0)
    assert made.fetch().status == last


@pytest.mark.parametrize("status", ["completed", "canceled"])
def test_a_call_of_somebody_who_is_not_answered_yet_is_completed(twilio: Client, carrier: Any, application: Any, status: str) -> None:
    application.pages["/voice"] = "<Pause length='9'/><Say>Hello</Say>"
    leg = carrier.ring()
    carrier.passes(1)
    assert twilio.calls(leg.sid).update(status=status).status == "completed"
    carrier.passes(0)
    assert twilio.calls(leg.sid).fetch().status == "completed"


@pytest.mark.parametrize("bad", [{"time_limit": "x"}, {"status_callback": "x"}, {"fallback_method": "PUT"}])
def test_an_update_is_refused_whole(twilio: Client, carrier: Any, refused: Refused, bad: dict[str, str]) -> None:
    leg = carrier.ring()
    carrier.passes(1)
    assert refused(lambda: twilio.calls(leg.sid).update(fallback_url=f"{BASE}/fallback", **bad))[0] == 400
    assert (leg.fallback, leg.progress, leg.limit) == (None, None, None)


@pytest.mark.parametrize("to", ["+86 138-0000-1111", "+86 (138) 0000.1111", " +8613800001111 "])
def test_a_number_may_be_written_as_people_write_it(twilio: Client, carrier: Any, to: str) -> None:
    made = twilio.calls.create(to=to, from_="+1 (555) 999-0000", url=f"{BASE}/voice", method="get")
    assert (made.to, made._from) == (LI, HOTLINE)
    assert twilio.messages.create(to=to, from_="+1 (555) 999-0000", body="Hi").to == LI
    carrier.passes(5)
    assert carrier.application.heard[0][0] == "GET /voice"


def test_a_call_cancelled_before_its_turn_tells_nothing(twilio: Client, carrier: Any, application: Any) -> None:
    twilio.calls.create(to=NOBODY, from_=HOTLINE, twiml="<Response/>")
    made = twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>", status_callback=f"{BASE}/progress")
    made.update(status="canceled")
    carrier.passes(30)
    assert (made.fetch().status, application.heard) == ("canceled", [])


@pytest.mark.parametrize("given", [{"url": f"{BASE}/other"}, {"twiml": "<Response/>"}, {"status": "completed"}, {"status": "canceled"}])
def test_an_ended_call_cannot_be_changed(twilio: Client, carrier: Any, refused: Refused, given: dict[str, str]) -> None:
    leg = carrier.ring()
    carrier.exchange.hang_up(leg)
    carrier.passes(1)
    assert refused(lambda: twilio.calls(leg.sid).update(**given)) == (400, 21220)


def test_a_call_that_still_rings_cannot_be_redirected(twilio: Client, carrier: Any, refused: Refused) -> None:
    made = twilio.calls.create(to=LI, from_=HOTLINE, url=f"{BASE}/voice")
    carrier.passes(1)
    assert refused(lambda: made.update(url=f"{BASE}/other")) == (400, 21220)


def test_who_is_not_there_is_not_found(twilio: Client, refused: Refused) -> None:
    assert refused(lambda: twilio.calls("CA9").fetch()) == (404, 20404)
    assert refused(lambda: twilio.calls("CA9").update(status="completed")) == (404, 20404)


def test_calls_are_listed_newest_first_by_what_is_asked(twilio: Client, carrier: Any, application: Any) -> None:
    application.pages["/voice"] = f"<Dial><Number>{LI}</Number></Dial>"
    leg = carrier.ring()
    carrier.passes(3600)
    made = twilio.calls.create(to=BUSY, from_=HOTLINE, twiml="<Response/>")
    carrier.passes(10)
    child = next(each for each in carrier.exchange.legs.values() if each.parent == leg.sid)

    def sids(**filters: Any) -> list[str]:
        return [row.sid for row in twilio.calls.list(**filters)]

    assert sids() == [made.sid, child.sid, leg.sid]
    assert sids(to=BUSY) == [made.sid]
    assert sids(from_=HOTLINE) == [made.sid]
    assert sids(status="busy") == [made.sid]
    assert sids(status="completed") == [child.sid, leg.sid]
    assert sids(parent_call_sid=leg.sid) == [child.sid]
    assert sids(start_time_after=START + timedelta(minutes=30)) == [made.sid]
    assert sids(start_time_before=START + timedelta(minutes=30)) == [child.sid, leg.sid]
    assert sids(end_time_after=START + timedelta(minutes=30)) == [made.sid]
    assert sids(start_time="2026-03-03") == []


def test_a_create_that_is_repeated_makes_two_calls_which_is_not_certain(made: Any, client: Any, flipped: Any) -> None:
    once, unsure = flipped("creates_are_idempotent")
    carrier = made(unsure=unsure)
    twilio = client(carrier)
    for _ in range(2):
        twilio.http_client.request(
            "POST",
            f"https://api.twilio.com/2010-04-01/Accounts/{twilio.account_sid}/Calls.json",
            data={"To": LI, "From": HOTLINE, "Twiml": "<Response/>"},
            headers={"I-Twilio-Idempotency-Token": "same"},
            auth=twilio.auth,
        )
    assert len(carrier.exchange.legs) == (1 if once else 2)


@pytest.mark.parametrize(("given", "said"), [({"machine_detection": "Enable"}, ["MachineDetection"]), ({"timeout": 20}, [])])
def test_a_parameter_that_changes_nothing_is_remarked(twilio: Client, carrier: Any, given: dict[str, Any], said: list[str]) -> None:
    twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>", **given)
    assert [event.what.text.split()[0] for event in carrier.events if isinstance(event.what, events.Remark)] == said
