"""Queues and who waits in them, through Twilio's own package."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.rest import Client

Refused = Callable[[Callable[[], Any]], tuple[int, int]]
BASE = "https://hotline.example"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
WAIT = "<Enqueue action='/left' waitUrl=''>refund</Enqueue>"


@pytest.fixture
def waiting(carrier: Any) -> list[Any]:
    """Three who wait, a second apart."""
    return list(carrier.rings(WAIT, 3))


def queue(twilio: Client) -> Any:
    return twilio.queues(twilio.queues.list()[0].sid)


def test_a_queue_is_made_changed_and_deleted(twilio: Client, refused: Refused) -> None:
    made = twilio.queues.create(friendly_name="refund", max_size=5000)
    assert (made.friendly_name, made.max_size, made.current_size, made.average_wait_time) == ("refund", 5000, 0, 0)
    assert made.date_created == START
    changed = made.update(friendly_name="money", max_size=2)
    assert (changed.sid, changed.friendly_name, changed.max_size) == (made.sid, "money", 2)
    assert [row.sid for row in twilio.queues.list()] == [made.sid]
    assert made.delete()
    assert refused(made.fetch) == (404, 20404)


def test_a_queue_has_a_thousand_places_by_itself(twilio: Client) -> None:
    assert twilio.queues.create(friendly_name="refund").max_size == 1000


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"friendly_name": ""}, 20001),
        ({"friendly_name": "x" * 65}, 20001),
        ({"friendly_name": "taken"}, 22003),
        ({"max_size": 0}, 20001),
        ({"max_size": 5001}, 20001),
    ],
)
def test_what_no_queue_can_be_is_refused(twilio: Client, refused: Refused, given: dict[str, Any], code: int) -> None:
    twilio.queues.create(friendly_name="taken")
    assert refused(lambda: twilio.queues.create(**({"friendly_name": "refund"} | given))) == (400, code)
    assert len(twilio.queues.list()) == 1


def test_those_who_wait_are_listed_in_line(twilio: Client, carrier: Any, waiting: list[Any]) -> None:
    carrier.passes(60)
    rows = queue(twilio).members.list()
    assert [row.call_sid for row in rows] == [leg.sid for leg in waiting]
    assert [row.position for row in rows] == [1, 2, 3]
    assert [row.wait_time for row in rows] == [63, 62, 61]
    assert [row.date_enqueued for row in rows] == [START + timedelta(seconds=number) for number in range(3)]
    row = queue(twilio).fetch()
    assert (row.friendly_name, row.current_size, row.average_wait_time) == ("refund", 3, 62)
    assert [row.call_sid for row in queue(twilio).members.list(page_size=1)] == [leg.sid for leg in waiting]


def test_one_in_line_and_the_front_are_found(twilio: Client, waiting: list[Any], refused: Refused) -> None:
    members = queue(twilio).members
    assert members(waiting[1].sid).fetch().position == 2
    assert members("Front").fetch().call_sid == waiting[0].sid
    assert refused(lambda: members("CA9").fetch()) == (404, 20404)
    empty = twilio.queues.create(friendly_name="empty")
    assert refused(lambda: twilio.queues(empty.sid).members("Front").fetch()) == (404, 20404)


@pytest.mark.parametrize(("who", "number"), [("Front", 0), (None, 1)])
def test_a_member_is_taken_out_wherever_in_line(
    twilio: Client, carrier: Any, waiting: list[Any], application: Any, refused: Refused, who: str | None, number: int
) -> None:
    application.pages["/talk"] = "<Pause length='600'/>"
    leg = waiting[number]
    members = queue(twilio).members
    assert members(who or leg.sid).update(url=f"{BASE}/talk").call_sid == leg.sid
    carrier.passes(5)
    assert [form["CallSid"] for form in application.of("/talk")] == [leg.sid]
    assert [(form["CallSid"], form["QueueResult"]) for form in application.of("/left")] == [(leg.sid, "redirected")]
    assert [row.call_sid for row in members.list()] == [each.sid for each in waiting if each is not leg]
    assert refused(lambda: members(leg.sid).update(url=f"{BASE}/talk")) == (404, 20404)


def test_a_member_can_be_taken_out_once_only_in_one_instant(
    twilio: Client, carrier: Any, waiting: list[Any], application: Any, refused: Refused
) -> None:
    members = queue(twilio).members
    members(waiting[0].sid).update(url=f"{BASE}/talk")
    assert refused(lambda: members(waiting[0].sid).update(url=f"{BASE}/talk")) == (404, 20404)
    carrier.passes(5)
    assert len(application.of("/talk")) == 1


def test_who_has_just_left_is_not_found(twilio: Client, carrier: Any, waiting: list[Any], refused: Refused) -> None:
    carrier.exchange.hang_up(waiting[0])
    carrier.passes(0)
    assert refused(lambda: queue(twilio).members(waiting[0].sid).update(url=f"{BASE}/talk")) == (404, 20404)


def test_a_member_needs_somewhere_to_go(twilio: Client, waiting: list[Any], refused: Refused) -> None:
    assert refused(lambda: queue(twilio).members("Front").update(url="")) == (400, 21205)
    assert refused(lambda: queue(twilio).members("Front").update(url="/talk")) == (400, 21205)


def test_a_queue_in_which_somebody_waits_cannot_be_deleted(twilio: Client, waiting: list[Any], refused: Refused) -> None:
    assert refused(lambda: queue(twilio).delete()) == (400, 20001)


def test_who_waits_goes_on_waiting_while_the_queue_is_renamed(twilio: Client, carrier: Any, waiting: list[Any]) -> None:
    sid = queue(twilio).update(friendly_name="money").sid
    carrier.passes(10)
    assert [row.call_sid for row in twilio.queues(sid).members.list()] == [leg.sid for leg in waiting]
