"""Record: what ends it, what is sent, and that the action is always asked."""

import pytest

from ivr.simulator import events
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.outcomes import Goto
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.record import Record
from tests.simulator.conftest import BASE
from tests.simulator.floor import Floor
from tests.simulator.tables import FLAG, METHODS, Row, bad, holds, is_whole, themselves, wholes

STATUSES = {"in-progress": ("in-progress",), "completed absent": ("completed", "absent")}
ROWS = [
    Row("action", "", themselves("/next", "")),
    Row("method", "POST", METHODS, bad(13610, "", "PUT")),
    Row("timeout", 5, wholes(0, 1, 60), bad(13611, "", "-1", "x", "1.5")),
    Row("finishOnKey", "1234567890*#", themselves("", "#", "12", "*0#"), bad(13613, "x", "1,2", "A")),
    Row("maxLength", None, wholes(2, 120, 14400), bad(13612, "", "0", "1", "14401", "x")),
    Row("playBeep", True, FLAG, bad(13616, "", "yes")),
    Row("trim", "trim-silence", themselves("trim-silence", "do-not-trim"), bad(13699, "", "true")),
    Row(
        "recordingStatusCallback",
        None,
        themselves("/told", "https://elsewhere.example/told"),
        bad(13256, "mailto:ana@example.com", "http://["),
    ),
    Row("recordingStatusCallbackMethod", "POST", METHODS, bad(13610, "", "PUT")),
    Row("recordingStatusCallbackEvent", ("completed",), STATUSES, bad(13621, "done", "completed,absent"), "error"),
    Row("transcribe", False, FLAG, bad(13614, "", "fast")),
    Row("transcribeCallback", None, themselves("/written"), bad(13257, "ftp://elsewhere.example/"), "error"),
    Row("recordingConfigurationId", "", themselves("RC1")),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Record, row)


def test_the_table_is_whole():
    is_whole(Record, ROWS)


PAGES = {"/next": "<Say>Thanks</Say>", "/told": ""}

ENDINGS = [
    # attributes, inputs, Digits, RecordingDuration
    ("", "rec:4", "#", "4"),
    ("", "~", "", "0"),
    ('trim="do-not-trim"', "~", "", "5"),
    ("", "5", "5", "0"),
    ('finishOnKey="#"', "5", "", "0"),
    ('finishOnKey="5#"', "5", "5", "0"),
    ('finishOnKey="*"', "rec:4", "", "4"),
    ('maxLength="3"', "rec:10", "", "2"),
    ('maxLength="3" trim="do-not-trim"', "rec:10", "", "3"),
    ('timeout="2" trim="do-not-trim"', "~", "", "2"),
    ('timeout="0" maxLength="60" trim="do-not-trim"', "~", "", "60"),
    ("", "say:一二三四", "", "1"),
    ("", "hangup", "hangup", "0"),
    ('finishOnKey=""', "rec:4", "", "4"),
    ('playBeep="false" maxLength="2" trim="do-not-trim"', "~", "", "2"),
    ('transcribe="true" timeout="0" trim="do-not-trim"', "~", "", "120"),
    ('timeout="0" trim="do-not-trim"', "~", "", "3600"),
]


@pytest.mark.parametrize(("attributes", "inputs", "digits", "duration"), ENDINGS)
def test_the_action_is_asked_however_it_ends(ring, attributes, inputs, digits, duration):
    call = ring(PAGES | {"/": f'<Record action="/next" {attributes}/><Say>Never</Say>'}, inputs, patience=None)
    form = call.form("/next")
    assert (form["Digits"], form["RecordingDuration"]) == (digits, duration)
    assert form["RecordingSid"].startswith("RE")
    assert form["RecordingSid"] in form["RecordingUrl"]
    assert "Never" not in call.words


@pytest.mark.parametrize("sent", [True, False])
def test_the_sid_in_the_action_is_a_switch(ring, sent):
    page = '<Record action="/next" recordingStatusCallback="/told"/>'
    call = ring(PAGES | {"/": page}, "rec:1", unsure=Unsure(recording_sid=sent))
    assert ("RecordingSid" in call.form("/next")) is sent
    assert call.form("/told")["RecordingSid"] in call.form("/next")["RecordingUrl"]


def test_the_answer_reaches_nobody_after_a_hang_up(ring):
    call = ring(PAGES | {"/": '<Record action="/next"/>'}, "hangup")
    assert call.form("/next")["CallStatus"] == "completed"
    assert call.words == []
    assert call.ending.ended.by == "caller"


def test_without_an_action_the_document_itself_is_asked(ring):
    call = ring({"/": lambda form: "<Hangup/>" if "RecordingUrl" in form else "<Record/>"}, "rec:1")
    assert call.paths == ["/", "/"]


def test_a_recording_waits_for_its_moment(ring):
    pages = PAGES | {"/": '<Gather><Say>Key?</Say></Gather><Record action="/next"/>'}
    call = ring(pages, "rec:2")
    assert call.form("/next")["RecordingDuration"] == "2"


CALLBACKS = [
    ("", 1),
    ('recordingStatusCallbackEvent="completed absent"', 1),
    ('recordingStatusCallbackEvent="absent"', 0),
]


@pytest.mark.parametrize(("attributes", "times"), CALLBACKS)
def test_the_recording_is_told_of_afterwards(ring, attributes, times):
    call = ring(PAGES | {"/": f'<Record action="/next" recordingStatusCallback="/told" {attributes}/>'}, "rec:4")
    assert call.paths.count("/told") == times
    if times:
        assert call.paths.index("/told") > call.paths.index("/next")
        form = call.form("/told")
        assert form["RecordingStatus"] == "completed"
        assert form["RecordingSid"] == call.form("/next")["RecordingSid"]


def test_who_asks_is_told_that_a_recording_begins(ring):
    attributes = 'recordingStatusCallback="/told" recordingStatusCallbackEvent="in-progress completed"'
    call = ring(PAGES | {"/": f'<Record action="/next" {attributes}/>'}, "rec:4")
    told = [form for path, form in call.application.seen if path == "/told"]
    assert [form["RecordingStatus"] for form in told] == ["in-progress", "completed"]
    assert "RecordingDuration" not in told[0]
    assert (told[1]["RecordingDuration"], told[1]["RecordingSource"], told[1]["RecordingChannels"]) == ("4", "RecordVerb", "1")


TRANSCRIBED = [
    # attributes, inputs, status, text (None: nothing is told), Twilio's codes
    ('transcribe="true"', "say:please call me back about my refund", "completed", "please call me back about my refund", []),
    ('transcribe="true"', "rec:4", "failed", "", []),
    ('transcribe="true" maxLength="60"', "rec:4", "failed", "", []),
    ('transcribe="true"', "~", None, None, [13617]),
    ('transcribe="true" maxLength="121"', "rec:4", None, None, [13615]),
    ('transcribe="false"', "say:please call me back about my refund", None, None, []),
    ("", "say:please call me back about my refund", None, None, []),
]


@pytest.mark.parametrize(("attributes", "inputs", "status", "text", "codes"), TRANSCRIBED)
def test_a_recording_is_written_down_when_it_should_be(ring, attributes, inputs, status, text, codes):
    pages = PAGES | {"/": f'<Record action="/next" transcribeCallback="/written" {attributes}/>', "/written": ""}
    call = ring(pages, inputs)
    assert call.codes == codes
    assert call.words == ["Thanks"]
    told = [form for path, form in call.application.seen if path == "/written"]
    assert [(form["TranscriptionStatus"], form["TranscriptionText"]) for form in told] == ([] if status is None else [(status, text)])
    for form in told:
        assert form["RecordingSid"] == call.form("/next")["RecordingSid"]
        assert form["TranscriptionSid"].startswith("TR")
        assert form["TranscriptionSid"] in form["TranscriptionUrl"]
        assert {"CallSid", "AccountSid", "From", "To", "CallStatus", "ApiVersion", "Direction"} <= form.keys()


ERRORS = [('recordingStatusCallback="/told" recordingStatusCallbackEvent="done"', 13621), ('transcribeCallback="ftp://x/"', 13257)]


@pytest.mark.parametrize(("attributes", "code"), ERRORS)
def test_an_error_in_an_attribute_passes_the_recording_over(ring, attributes, code):
    call = ring(PAGES | {"/": f'<Record action="/next" {attributes}/><Say>After</Say>'}, "rec:1")
    assert call.codes == [code]
    assert call.words == ["After"]
    assert call.ending.broke


ABSENT = [("", 0), ('recordingStatusCallbackEvent="completed absent"', 1)]


@pytest.mark.parametrize(("attributes", "times"), ABSENT)
def test_an_absent_recording_is_told_to_those_who_asked(ring, attributes, times):
    page = f'<Record action="/next" recordingStatusCallback="/told" {attributes}/>'
    call = ring(PAGES | {"/": page}, "rec:4", carrier=Carrier(recording="absent"))
    assert call.paths.count("/told") == times
    if times:
        assert call.form("/told")["RecordingStatus"] == "absent"
        assert "RecordingUrl" not in call.form("/told")


WARNINGS = [
    ('method="PUT"', 13610),
    ('timeout="x"', 13611),
    ('maxLength="1"', 13612),
    ('finishOnKey="x"', 13613),
    ('playBeep="x"', 13616),
    ('trim="x"', 13699),
    ('beep="x"', 12200),
]


@pytest.mark.parametrize(("attributes", "code"), WARNINGS)
def test_bad_values_are_warned_of(ring, attributes, code):
    call = ring(PAGES | {"/": f'<Record action="/next" {attributes}/>'}, "rec:1")
    assert call.codes == [code]
    assert len(call.of(events.Record)) == 1


@pytest.mark.parametrize("carrier", [Carrier(), Carrier(recording_seconds=20)])
def test_a_recording_is_told_of_once_it_is_ready(ring, carrier):
    call = ring(PAGES | {"/": '<Record action="/next" recordingStatusCallback="/told"/>'}, "rec:4", carrier=carrier)
    [made] = [event.at for event in call.events if isinstance(event.what, events.Record)]
    [told] = [event.at for event in call.events if isinstance(event.what, events.Request) and event.what.url.endswith("/told")]
    assert told - made == pytest.approx(carrier.recording_seconds, abs=0.02)


def test_a_recording_ends_when_rest_sends_the_call_elsewhere():
    page = '<Record recordingStatusCallback="/told" timeout="0"/>'
    made = Floor({"/": page, "/told": ("204 No Content", "", b""), "/on": '<Pause length="50"/>'})
    made.ring("li", "/")
    made.at(5.5, lambda: made.exchange.move(made.leg("li"), Goto(BASE + "/on")))
    made.play()
    [told] = made.forms("/told")
    assert made.exchange.office.recordings.running(made.leg("li").sid) == []
    assert told["RecordingStatus"] == "completed"
    assert int(told["RecordingDuration"]) <= 5
