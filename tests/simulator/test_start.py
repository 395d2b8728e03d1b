"""Start: a recording that runs beside the documents."""

import pytest

from ivr.simulator import events

TOLD = 'recordingStatusCallback="https://hotline.example/told" recordingStatusCallbackEvent="in-progress completed"'
PAGES = {"/told": ("204 No Content", "", b""), "/next": '<Pause length="4"/>'}


def test_a_recording_runs_through_the_documents_until_the_call_ends(ring):
    page = f"<Say>Hello</Say><Start><Recording {TOLD}/></Start><Redirect>/next</Redirect>"
    call = ring(PAGES | {"/": page})
    told = [form for path, form in call.application.seen if path == "/told"]
    assert [form["RecordingStatus"] for form in told] == ["in-progress", "completed"]
    assert (told[1]["RecordingSource"], told[1]["RecordingDuration"]) == ("StartCallRecordingTwiML", "4")
    assert told[1]["CallSid"] == call.form("/next")["CallSid"]


ATTRIBUTES = [
    # attributes, codes
    ('name="a" channels="dual" track="inbound" trim="do-not-trim"', []),
    ('channels="three"', [12200]),
    ('track="all"', [12200]),
    ('trim="yes"', [12200]),
    ('recordingStatusCallbackMethod="PUT"', [12200]),
    ('recordingStatusCallbackEvent="done"', [12200]),
    ('speed="2"', [12200]),
    ('recordingStatusCallback="/told"', [11200]),
]


@pytest.mark.parametrize(("attributes", "codes"), ATTRIBUTES)
def test_the_attributes_are_read_and_a_relative_address_fails_as_others_have_seen(ring, attributes, codes):
    assert ring(PAGES | {"/": f"<Start><Recording {attributes}/></Start>"}).codes == codes


@pytest.mark.parametrize("other", ["Stream", "Siprec", "Transcription"])
def test_what_is_not_simulated_is_told_of_and_passed_over(ring, other):
    call = ring(f'<Start><{other} url="wss://x.example"/></Start><Say>On</Say>')
    assert call.words == ["On"]
    assert [remark.text for remark in call.of(events.Remark)] == [f"<Start><{other}> is passed over: this carrier does not simulate it"]


def test_what_cannot_be_started_is_warned_of(ring):
    assert ring("<Start><Say>x</Say></Start>").codes == [12200]
