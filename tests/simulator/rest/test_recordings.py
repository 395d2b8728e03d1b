"""Recordings and their control, through Twilio's own package; their sound as whoever downloads it gets it."""

import base64
import io
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.rest import Client

from ivr.simulator.office.carrier import Carrier
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Answer, Request

Refused = Callable[[Callable[[], Any]], tuple[int, int]]
HOTLINE, LI = "+15559990000", "+8613800001111"
BASE = "https://hotline.example"
ROOM = "<Dial><Conference waitUrl='' record='record-from-start' recordingStatusCallback='/recorded'>r-1</Conference></Dial>"
TALK = "<Say>hello</Say><Pause length='600'/>"


@pytest.fixture
def leg(carrier: Any) -> Any:
    """A call in progress."""
    (leg,) = carrier.rings(TALK)
    carrier.passes(2)
    return leg


def sound(rest: RestApi, url: str, secret: str = "primary") -> Answer:
    coded = base64.b64encode(f"AC{'1' * 32}:{secret}".encode()).decode()
    return rest.handle(Request("GET", urlsplit(url).path, headers={"authorization": f"Basic {coded}"}))


def seconds(answer: Answer) -> float:
    with wave.open(io.BytesIO(answer.body)) as file:
        return file.getnframes() / file.getframerate()


def test_a_call_is_recorded_until_that_is_stopped(twilio: Client, carrier: Any, leg: Any, application: Any) -> None:
    events = ["in-progress", "completed"]
    made = twilio.calls(leg.sid).recordings.create(recording_status_callback=f"{BASE}/recorded", recording_status_callback_event=events)
    assert (made.status, made.source, made.call_sid) == ("in-progress", "StartCallRecordingAPI", leg.sid)
    assert (made.channels, made.duration) == (1, None)
    carrier.passes(7)
    assert twilio.calls(leg.sid).recordings(made.sid).update(status="stopped").status == "processing"
    carrier.passes(5)
    row = twilio.recordings(made.sid).fetch()
    assert (row.status, row.duration, row.error_code) == ("completed", "7", None)
    assert row.start_time == datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    told = application.of("/recorded")
    assert [(form["RecordingStatus"], form.get("RecordingDuration")) for form in told] == [("in-progress", None), ("completed", "7")]
    assert told[-1]["RecordingUrl"] == row.media_url


@pytest.mark.parametrize(("behaviour", "length"), [("silence", 30), ("skip", 20), (None, 30)])
def test_a_pause_is_silence_or_is_skipped(twilio: Client, carrier: Any, leg: Any, behaviour: str | None, length: int) -> None:
    recordings = twilio.calls(leg.sid).recordings
    made = recordings.create()
    carrier.passes(10)
    paused = recordings("Twilio.CURRENT").update(status="paused", **({"pause_behavior": behaviour} if behaviour else {}))
    assert (paused.sid, paused.status) == (made.sid, "paused")
    carrier.passes(10)
    assert recordings("Twilio.CURRENT").update(status="in-progress").status == "in-progress"
    carrier.passes(10)
    recordings("Twilio.CURRENT").update(status="stopped")
    carrier.passes(5)
    assert made.fetch().duration == str(length)


def test_the_current_recording_is_one_that_runs_alone(twilio: Client, leg: Any, refused: Refused) -> None:
    recordings = twilio.calls(leg.sid).recordings
    assert refused(lambda: recordings("Twilio.CURRENT").update(status="stopped")) == (404, 20404)
    recordings.create()
    assert recordings("Twilio.CURRENT").fetch().status == "in-progress"
    recordings.create()
    assert refused(lambda: recordings("Twilio.CURRENT").update(status="stopped")) == (400, 20001)


def test_a_recording_that_is_over_cannot_be_changed(twilio: Client, leg: Any, refused: Refused) -> None:
    made = twilio.calls(leg.sid).recordings.create()
    made.update(status="stopped")
    assert refused(lambda: made.update(status="paused")) == (400, 21220)
    assert refused(lambda: made.update(status="deleted")) == (400, 21220)


def test_only_a_call_in_progress_is_recorded(twilio: Client, carrier: Any, leg: Any, refused: Refused) -> None:
    made = twilio.calls(leg.sid).recordings.create()
    carrier.exchange.hang_up(leg)
    carrier.passes(5)
    assert made.fetch().status == "completed"
    assert refused(lambda: twilio.calls(leg.sid).recordings.create()) == (400, 21220)
    assert refused(lambda: twilio.calls("CA9").recordings.create()) == (404, 20404)


def test_the_sound_is_there_when_it_is_ready_and_for_those_who_may(twilio: Client, carrier: Any, leg: Any) -> None:
    rest = RestApi(carrier.exchange)
    made = twilio.calls(leg.sid).recordings.create()
    carrier.passes(7)
    made.update(status="stopped")
    url = twilio.recordings(made.sid).fetch().media_url
    assert sound(rest, url).status == 404
    carrier.passes(2)
    assert sound(rest, url, "wrong").status == 401
    for suffix in ("", ".wav", ".mp3"):
        answer = sound(rest, url + suffix)
        assert (answer.status, answer.headers["Content-Type"], seconds(answer)) == (200, "audio/x-wav", 7.0)
    assert made.delete()
    assert sound(rest, url).status == 404


def test_a_recording_that_is_absent_has_no_sound(made: Any, client: Any) -> None:
    carrier = made(carrier=Carrier(recording="absent"))
    (leg,) = carrier.rings(TALK)
    carrier.passes(2)
    twilio = client(carrier)
    twilio.calls(leg.sid).recordings.create().update(status="stopped")
    carrier.passes(5)
    (row,) = twilio.recordings.list()
    assert (row.status, row.error_code, row.duration) == ("absent", 16102, None)
    assert sound(RestApi(carrier.exchange), row.media_url).status == 404


def test_a_call_that_is_made_is_recorded_from_its_answer(twilio: Client, carrier: Any, application: Any) -> None:
    made = twilio.calls.create(
        to=LI, from_=HOTLINE, twiml="<Response><Pause length='6'/></Response>", record=True, recording_status_callback=f"{BASE}/recorded"
    )
    carrier.passes(30)
    (row,) = twilio.calls(made.sid).recordings.list()
    assert (row.source, row.status, row.duration) == ("OutboundAPI", "completed", "6")
    assert [form["CallSid"] for form in application.of("/recorded")] == [made.sid]


def test_a_conference_is_recorded_and_controlled(twilio: Client, carrier: Any, application: Any, refused: Refused) -> None:
    carrier.rings(ROOM, 2)
    carrier.passes(5)
    (room,) = twilio.conferences.list()
    recordings = twilio.conferences(room.sid).recordings
    (row,) = recordings.list()
    assert (row.source, row.conference_sid, row.call_sid, row.status) == ("Conference", room.sid, None, "in-progress")
    assert recordings("Twilio.CURRENT").update(status="paused", pause_behavior="skip").status == "paused"
    carrier.passes(10)
    recordings("Twilio.CURRENT").update(status="in-progress")
    carrier.passes(4)
    recordings(row.sid).update(status="stopped")
    carrier.passes(5)
    (form,) = application.of("/recorded")
    assert (form["ConferenceSid"], form["RecordingDuration"], form["RecordingSource"]) == (room.sid, "10", "Conference")
    assert "CallSid" not in form
    assert refused(lambda: twilio.calls("CA9").recordings(row.sid).fetch()) == (404, 20404)


def test_recordings_are_listed_newest_first_by_call_conference_and_date(twilio: Client, carrier: Any, leg: Any) -> None:
    first = twilio.calls(leg.sid).recordings.create()
    carrier.rings(ROOM, 2)
    carrier.passes(5)
    (room,) = twilio.conferences.list()

    def sources(**filters: Any) -> list[str]:
        return [row.source for row in twilio.recordings.list(**filters)]

    assert sources() == ["Conference", "StartCallRecordingAPI"]
    assert sources(conference_sid=room.sid) == ["Conference"]
    assert [row.sid for row in twilio.recordings.list(call_sid=leg.sid)] == [first.sid]
    assert sources(date_created_after=datetime(2026, 3, 2, 10, 0, 4, tzinfo=UTC)) == ["Conference"]
