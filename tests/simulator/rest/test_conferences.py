"""Conferences and who is in them, through Twilio's own package."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.rest import Client

Refused = Callable[[Callable[[], Any]], tuple[int, int]]
HOTLINE, LI = "+15559990000", "+8613800001111"
BASE = "https://hotline.example"
START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def room(**attributes: str) -> str:
    given = "".join(f" {name}='{value}'" for name, value in attributes.items())
    return f"<Dial action='/after'><Conference beep='false' waitUrl=''{given}>r-1</Conference></Dial>"


@pytest.fixture
def talking(carrier: Any) -> list[Any]:
    """An owner and a caller who talk in a room, for long enough that the list shows it."""
    legs = [*carrier.rings(room(participantLabel="owner", endConferenceOnExit="true")), *carrier.rings(room(participantLabel="caller"))]
    carrier.passes(5)
    return legs


def conference(twilio: Client) -> Any:
    return twilio.conferences(twilio.conferences.list()[0].sid)


def test_a_conference_is_read_as_it_is(twilio: Client, talking: list[Any]) -> None:
    row = conference(twilio).fetch()
    assert (row.friendly_name, row.status) == ("r-1", "in-progress")
    assert (row.reason_conference_ended, row.call_sid_ending_conference) == (None, None)
    # It is changed when it starts, one second after its first participant came.
    assert (row.date_created, row.date_updated) == (START, START + timedelta(seconds=1))


def test_a_conference_waits_for_the_second(twilio: Client, carrier: Any) -> None:
    carrier.rings(room())
    carrier.passes(5)
    assert conference(twilio).fetch().status == "init"


def test_the_list_is_late_which_is_not_certain(made: Any, client: Any, flipped: Any) -> None:
    lags, unsure = flipped("lists_lag")
    carrier = made(unsure=unsure)
    twilio = client(carrier)
    seen = []
    for act in (lambda: carrier.rings(room()), lambda: carrier.rings(room()), lambda: carrier.passes(1)):
        act()
        seen.append([row.status for row in twilio.conferences.list(friendly_name="r-1")])
    assert seen == ([[], ["init"], ["in-progress"]] if lags else [["init"], ["in-progress"], ["in-progress"]])
    twilio.conferences(twilio.conferences.list()[0].sid).update(status="completed")
    assert len(twilio.conferences.list(status="in-progress")) == (1 if lags else 0)
    carrier.passes(2)
    assert len(twilio.conferences.list(status="completed")) == 1


def test_conferences_are_listed_by_name_status_and_date(twilio: Client, talking: list[Any]) -> None:
    def names(**filters: Any) -> list[str]:
        return [row.friendly_name for row in twilio.conferences.list(**filters)]

    assert names(friendly_name="r-1") == names(status="in-progress") == names(date_created="2026-03-02") == ["r-1"]
    assert names(friendly_name="r-2") == names(status="completed") == names(date_created_before="2026-03-01") == []


def test_ended_by_rest_everybody_goes_on_with_a_document_of_their_own(
    twilio: Client, carrier: Any, talking: list[Any], application: Any, refused: Refused
) -> None:
    application.pages["/after"] = "<Pause length='60'/>"
    ended = conference(twilio).update(status="completed")
    assert (ended.status, ended.reason_conference_ended) == ("completed", "conference-ended-via-api")
    carrier.passes(1)
    assert sorted(form["CallSid"] for form in application.of("/after")) == sorted(leg.sid for leg in talking)
    assert conference(twilio).participants.list() == []
    assert refused(lambda: conference(twilio).update(status="completed")) == (400, 20001)


def test_participants_are_found_by_call_and_by_label(twilio: Client, talking: list[Any], refused: Refused) -> None:
    people = conference(twilio).participants
    for by in (talking[1].sid, "caller"):
        row = people(by).fetch()
        assert (row.call_sid, row.label, row.status) == (talking[1].sid, "caller", "connected")
        assert (row.muted, row.hold, row.coaching, row.call_sid_to_coach) == (False, False, False, None)
        assert (row.start_conference_on_enter, row.end_conference_on_exit) == (True, False)
    assert people("owner").fetch().end_conference_on_exit is True
    assert [row.label for row in people.list()] == ["caller", "owner"]
    assert refused(lambda: people("guest").fetch()) == (404, 20404)


def test_who_hears_whom_follows_mute_hold_and_coaching(twilio: Client, carrier: Any, talking: list[Any]) -> None:
    owner, caller = talking
    (ear,) = carrier.rings(room(participantLabel="ear", muted="true", startConferenceOnEnter="false"))
    people, hears = conference(twilio).participants, carrier.exchange.hears
    everybody = {owner.sid, caller.sid}

    def heard() -> list[set[str]]:
        return [set(hears(leg.sid)) for leg in (owner, caller, ear)]

    assert heard() == [{caller.sid}, {owner.sid}, everybody]
    row = people("caller").update(hold=True, hold_url=f"{BASE}/hold")
    assert row.hold is True
    assert heard() == [set(), set(), {owner.sid}]
    people("caller").update(hold=False)
    row = people("ear").update(muted=False, coaching=True, call_sid_to_coach=owner.sid)
    assert (row.muted, row.coaching, row.call_sid_to_coach) == (False, True, owner.sid)
    assert heard() == [{caller.sid, ear.sid}, {owner.sid}, everybody]
    row = people("ear").update(coaching=False)
    assert (row.coaching, row.call_sid_to_coach) == (False, None)
    assert heard() == [{caller.sid, ear.sid}, {owner.sid, ear.sid}, everybody]
    people("owner").update(muted=True)
    assert heard() == [{caller.sid, ear.sid}, {ear.sid}, {caller.sid}]
    assert [row.label for row in people.list(muted=True)] == ["owner"]
    assert people.list(hold=True) == people.list(coaching=True) == []


def test_a_held_participant_hears_the_hold_document_asked_for_by_get(
    twilio: Client, carrier: Any, talking: list[Any], application: Any
) -> None:
    application.pages |= {"/hold": "<Say language='en-US'>music</Say>", "/news": "<Say language='en-US'>news</Say>"}
    people = conference(twilio).participants
    people("caller").update(hold=True, hold_url=f"{BASE}/hold")
    carrier.passes(1)
    assert application.heard[-1][0] == "GET /hold"
    people("owner").update(announce_url=f"{BASE}/news")
    carrier.passes(1)
    assert application.heard[-1][0] == "POST /news"
    assert [carrier.said(leg.name)[-1:] for leg in reversed(talking)] == [["music"], ["news"]]


def test_an_announcement_is_heard_by_everybody(twilio: Client, carrier: Any, talking: list[Any], application: Any) -> None:
    conference(twilio).update(announce_url=f"{BASE}/news", announce_method="GET")
    carrier.passes(1)
    assert sorted(form["CallSid"] for form in application.of("/news")) == sorted(leg.sid for leg in talking)


def test_the_room_is_handed_over_to_another_owner(twilio: Client, carrier: Any, talking: list[Any], application: Any) -> None:
    owner, caller = talking
    people = conference(twilio).participants
    assert people("caller").update(end_conference_on_exit=True).end_conference_on_exit is True
    people("owner").update(end_conference_on_exit=False)
    carrier.exchange.hang_up(owner)
    carrier.passes(1)
    assert conference(twilio).fetch().status == "in-progress"
    carrier.exchange.hang_up(caller)
    carrier.passes(1)
    row = conference(twilio).fetch()
    assert (row.status, row.reason_conference_ended) == ("completed", "participant-with-end-conference-on-exit-left")
    assert row.call_sid_ending_conference == caller.sid


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"coaching": True}, 20001),
        ({"coaching": True, "call_sid_to_coach": "CA9"}, 13240),
        ({"hold": True, "hold_url": "hold"}, 21205),
        ({"hold": True, "hold_method": "PUT"}, 21209),
    ],
)
def test_what_a_participant_cannot_do_is_refused_whole(
    twilio: Client, talking: list[Any], refused: Refused, given: dict[str, Any], code: int
) -> None:
    people = conference(twilio).participants
    assert refused(lambda: people("caller").update(**({"muted": True} | given))) == (400, code)
    assert people("caller").fetch().muted is False


def test_who_is_taken_out_goes_on_or_ends_which_is_not_certain(made: Any, client: Any, application: Any, flipped: Any) -> None:
    goes_on, unsure = flipped("deleted_leg_goes_on")
    carrier = made(unsure=unsure)
    twilio = client(carrier)
    application.pages["/after"] = "<Pause length='60'/>"
    legs = carrier.rings(room(), 3)
    carrier.passes(5)
    assert conference(twilio).participants(legs[0].sid).delete()
    carrier.passes(1)
    assert [row.call_sid for row in conference(twilio).participants.list()] == [legs[2].sid, legs[1].sid]
    assert legs[0].status == ("in-progress" if goes_on else "completed")


def test_the_caller_who_left_this_instant_is_not_found(twilio: Client, carrier: Any, talking: list[Any], refused: Refused) -> None:
    carrier.exchange.hang_up(talking[1])
    carrier.passes(0)
    assert refused(lambda: conference(twilio).participants("caller").update(hold=True)) == (404, 20404)


def test_somebody_is_called_into_the_room(twilio: Client, carrier: Any, talking: list[Any], application: Any) -> None:
    made = conference(twilio).participants.create(
        from_=HOTLINE,
        to=LI,
        label="guest & co",
        muted=True,
        end_conference_on_exit=True,
        status_callback=f"{BASE}/progress",
        status_callback_event=["answered"],
    )
    assert (made.status, made.label, made.muted, made.end_conference_on_exit, made.queue_time) == ("queued", "guest & co", True, True, "0")
    carrier.passes(5)
    row = conference(twilio).participants("guest & co").fetch()
    assert (row.call_sid, row.status, row.muted, row.end_conference_on_exit) == (made.call_sid, "connected", True, True)
    assert [form["CallStatus"] for form in application.of("/progress")] == ["in-progress"]


@pytest.mark.parametrize(
    "given", [{"muted": "xx"}, {"start_conference_on_enter": "xx"}, {"end_conference_on_exit": "xx"}, {"record": "xx"}, {"timeout": 0}]
)
def test_whoever_is_refused_is_not_called(twilio: Client, exchange: Any, refused: Refused, given: dict[str, Any]) -> None:
    assert refused(lambda: twilio.conferences("r-new").participants.create(from_=HOTLINE, to=LI, **given))[0] == 400
    assert exchange.legs == {}


def test_the_leg_of_whom_is_called_into_the_room_may_be_recorded(twilio: Client, carrier: Any, application: Any) -> None:
    made = twilio.conferences("r-new").participants.create(
        from_=HOTLINE, to=LI, record=True, recording_status_callback=f"{BASE}/recorded", recording_status_callback_event=["in-progress"]
    )
    carrier.passes(6)
    (told,) = application.of("/recorded")
    assert (told["CallSid"], told["RecordingStatus"], told["RecordingSource"]) == (made.call_sid, "in-progress", "OutboundAPI")


def test_a_room_is_made_by_its_name_for_the_first_who_is_called(twilio: Client, carrier: Any) -> None:
    made = twilio.conferences("r-new").participants.create(from_=HOTLINE, to=LI)
    carrier.passes(6)
    (row,) = twilio.conferences.list()
    assert row.friendly_name == "r-new"
    assert [each.call_sid for each in conference(twilio).participants.list()] == [made.call_sid]
