"""What becomes of a leg that REST takes out of a queue, a talk or a room: which requests are made, and in which order."""

from collections.abc import Callable
from typing import Any

import pytest
from twilio.rest import Client

HOTLINE, LI = "+15559990000", "+8613800001111"
BASE = "https://hotline.example"
WAIT = "<Enqueue action='/left' waitUrl=''>refund</Enqueue>"
ROOM = "<Dial action='/after'><Conference waitUrl=''>r-1</Conference></Dial>"
LONG = "<Say>hello</Say><Pause length='600'/>"


def paths(application: Any) -> list[str]:
    return [heard.partition(" ")[2] for heard, _ in application.heard]


@pytest.fixture
def moved(made: Any, client: Any, flipped: Any, application: Any) -> Callable[..., tuple[bool, Any]]:
    """Put callers somewhere, do something by REST with the first one, and tell how the point is and what came."""

    def act(point: str, document: str, times: int, deed: Callable[[Client, Any], Any], **settings: Any) -> tuple[bool, Any]:
        usual, unsure = flipped(point)
        carrier = made(unsure=unsure, **settings)
        application.pages |= {"/talk": LONG, "/fallback": LONG}
        legs = carrier.rings(document, times)
        carrier.passes(5)
        deed(client(carrier), legs[0])
        carrier.passes(10)
        return usual, legs[0]

    return act


def dequeue(twilio: Client, leg: Any) -> None:
    twilio.queues(twilio.queues.list()[0].sid).members(leg.sid).update(url=f"{BASE}/talk")


@pytest.mark.parametrize("seed", range(3))
def test_the_action_and_the_members_url_come_in_either_order(moved: Any, application: Any, seed: int) -> None:
    first, _ = moved("action_before_move", WAIT, 1, dequeue, seed=seed)
    assert sorted(paths(application)) == ["/left", "/talk", "/voice"]
    if not first:
        assert paths(application) == ["/voice", "/talk", "/left"]


def test_who_is_taken_out_of_a_queue_keeps_the_numbers_fallback_or_not(moved: Any, application: Any) -> None:
    def act(twilio: Client, leg: Any) -> None:
        leg.fallback = f"{BASE}/fallback"
        application.pages["/talk"] = "<Unfinished>"
        dequeue(twilio, leg)

    keeps, leg = moved("number_fallback_after_dequeue", WAIT, 1, act)
    assert ("/fallback" in paths(application)) == keeps
    assert leg.is_over != keeps


def test_who_is_moved_out_of_a_room_asks_for_the_action_or_not(moved: Any, application: Any) -> None:
    asks, leg = moved("dial_action_when_moved", ROOM, 2, lambda twilio, leg: twilio.calls(leg.sid).update(url=f"{BASE}/talk"))
    assert [form["CallSid"] for form in application.of("/talk")] == [leg.sid]
    assert [form["CallSid"] for form in application.of("/after")] == ([leg.sid] if asks else [])
    assert leg.status == "in-progress"


def test_who_talks_with_somebody_from_the_queue_is_told_as_redirected_from_bridged(carrier: Any, twilio: Client, application: Any) -> None:
    (caller,) = carrier.rings(WAIT)
    carrier.rings("<Dial><Queue>refund</Queue></Dial>")
    carrier.passes(5)
    application.pages["/talk"] = LONG
    twilio.calls(caller.sid).update(url=f"{BASE}/talk")
    carrier.passes(5)
    assert [form["QueueResult"] for form in application.of("/left")] == ["redirected-from-bridged"]
    assert caller.status == "in-progress"


def test_a_dialled_party_stops_when_its_parent_goes_elsewhere(carrier: Any, twilio: Client, application: Any) -> None:
    (parent,) = carrier.rings(f"<Dial action='/after'><Number>{LI}</Number></Dial>")
    carrier.passes(5)
    child = next(leg for leg in carrier.exchange.legs.values() if leg.parent == parent.sid)
    assert carrier.exchange.hears(parent.sid) == {child.sid}
    application.pages["/talk"] = LONG
    twilio.calls(parent.sid).update(url=f"{BASE}/talk")
    carrier.passes(1)
    assert (child.status, parent.status) == ("completed", "in-progress")


def test_a_dialled_party_that_goes_elsewhere_leaves_its_parent_to_the_action(carrier: Any, twilio: Client, application: Any) -> None:
    (parent,) = carrier.rings(f"<Dial action='/after'><Number>{LI}</Number></Dial>")
    carrier.passes(5)
    child = next(leg for leg in carrier.exchange.legs.values() if leg.parent == parent.sid)
    application.pages |= {"/talk": LONG, "/after": LONG}
    twilio.calls(child.sid).update(url=f"{BASE}/talk")
    carrier.passes(1)
    (form,) = application.of("/after")
    assert (form["CallSid"], form["DialCallStatus"]) == (parent.sid, "completed")
    assert "DialCallDuration" not in form
    assert (child.status, parent.status) == ("in-progress", "in-progress")


def test_nobody_is_rung_for_longer_than_a_minute(carrier: Any, twilio: Client) -> None:
    made = twilio.calls.create(to="+15550002020", from_=HOTLINE, twiml="<Response/>")
    carrier.passes(59)
    assert made.fetch().status == "ringing"
    carrier.passes(7)
    assert made.fetch().status == "no-answer"
