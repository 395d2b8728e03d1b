"""Start: a recording that runs beside the documents."""

import pytest

from ivr.simulator import events
from ivr.simulator.verbs.start import Recording
from tests.simulator.tables import METHODS, Row, bad, holds, is_whole, themselves

TOLD = 'recordingStatusCallback="https://hotline.example/told" recordingStatusCallbackEvent="in-progress completed"'
PAGES = {"/told": ("204 No Content", "", b""), "/next": '<Pause length="4"/>'}


def test_a_recording_runs_through_the_documents_until_the_call_ends(ring):
    page = f"<Say>Hello</Say><Start><Recording {TOLD}/></Start><Redirect>/next</Redirect>"
    call = ring(PAGES | {"/": page})
    told = [form for path, form in call.application.seen if path == "/told"]
    assert [form["RecordingStatus"] for form in told] == ["in-progress", "completed"]
    assert (told[1]["RecordingSource"], told[1]["RecordingDuration"]) == ("StartCallRecordingTwiML", "4")
    assert told[1]["CallSid"] == call.form("/next")["CallSid"]


STATUSES = {"in-progress": ("in-progress",), "completed absent": ("completed", "absent")}
ROWS = [
    Row("name", "", themselves("a")),
    Row("channels", "mono", themselves("mono", "dual"), bad(12200, "", "three")),
    Row("track", "both", themselves("inbound", "outbound", "both"), bad(13622, "", "all")),
    Row("trim", "trim-silence", themselves("trim-silence", "do-not-trim"), bad(13699, "", "yes")),
    Row("recordingStatusCallback", None, themselves("https://hotline.example/told"), bad(11100, "mailto:ana@example.com", "http://[x")),
    Row("recordingStatusCallbackMethod", "POST", METHODS, bad(12200, "", "PUT")),
    Row("recordingStatusCallbackEvent", ("completed",), STATUSES, bad(13621, "done"), "error"),
    Row("recordingConfigurationId", "", themselves("RC1")),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Recording, row)


def test_the_table_is_whole():
    is_whole(Recording, ROWS)


def test_a_relative_address_fails_as_others_have_seen(ring):
    call = ring(
        PAGES | {"/": '<Start><Recording recordingStatusCallback="/told"/></Start>', "/sorry": "<Say>Sorry</Say>"}, fallback="/sorry"
    )
    assert call.codes == [11200]
    assert call.words == ["Sorry"]


def test_an_error_in_an_attribute_starts_nothing(ring):
    page = f'<Start><Recording {TOLD} recordingStatusCallbackEvent="done"/></Start><Say>On</Say>'
    call = ring(PAGES | {"/": page.replace(' recordingStatusCallbackEvent="in-progress completed"', "")})
    assert call.codes == [13621]
    assert call.words == ["On"]
    assert call.paths == ["/"]


@pytest.mark.parametrize("other", ["Stream", "Siprec", "Transcription"])
def test_what_is_not_simulated_is_told_of_and_passed_over(ring, other):
    call = ring(f'<Start><{other} url="wss://x.example"/></Start><Say>On</Say>')
    assert call.words == ["On"]
    assert [remark.text for remark in call.of(events.Remark)] == [f"<Start><{other}> is passed over: this carrier does not simulate it"]


def test_what_cannot_be_started_is_an_error_and_passed_over(ring):
    call = ring("<Start><Say>x</Say></Start><Say>On</Say>")
    assert [(error.code, error.severity) for error in call.of(events.Error)] == [(14300, "error")]
    assert call.words == ["On"]
