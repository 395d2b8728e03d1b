"""Record: what ends it, what is sent, and that the action is always asked."""

import pytest

from ivr.simulator import events
from ivr.simulator.carrier import Carrier
from ivr.simulator.unsure import Unsure

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
