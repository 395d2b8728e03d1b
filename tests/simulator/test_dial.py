"""Dial: who is rung, how it ends, and what the action learns."""

import pytest

from ivr.simulator import events
from ivr.simulator.effects import Callee
from ivr.simulator.twiml.nouns import Number, Party, Queue, Sip
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.dial import Dial
from tests.simulator.tables import FLAG, METHODS, Row, bad, holds, is_whole, themselves, wholes

STATUSES = {"in-progress": ("in-progress",), "completed absent": ("completed", "absent"), "completed": ("completed",)}
STEPS = {"initiated ringing answered completed": ("initiated", "ringing", "answered", "completed"), "answered": ("answered",)}
RECORDS = ["do-not-record", "record-from-answer", "record-from-ringing", "record-from-answer-dual", "record-from-ringing-dual"]
TONES = themselves("1", "wW12#*", "ABCD")
ROWS = [
    Row("action", "", themselves("/next", "")),
    Row("method", "POST", METHODS, bad(13210, "", "PUT")),
    Row("timeout", 30, wholes(5, 30, 600), bad(13212, "", "4", "601", "-5", "x")),
    Row("timeLimit", 14400, wholes(1, 60, 14400), bad(13216, "", "0", "14401", "x")),
    Row("hangupOnStar", False, FLAG, bad(13213, "", "yes")),
    Row("callerId", "", themselves("+15550001111", "95188", "client:ana", "anonymous"), bad(13214, "", "+1 (555) 000-1111", "?")),
    Row("answerOnBridge", False, FLAG, bad(13219, "", "yes")),
    Row("record", "do-not-record", themselves(*RECORDS, "true", "false"), bad(13217, "", "yes")),
    Row("recordingStatusCallback", None, themselves("/told"), bad(13256, "mailto:ana@example.com")),
    Row("recordingStatusCallbackMethod", "POST", METHODS, bad(13210, "", "PUT")),
    Row("recordingStatusCallbackEvent", ("completed",), STATUSES, bad(13621, "done"), "error"),
    Row("recordingTrack", "both", themselves("inbound", "outbound", "both"), bad(13622, "", "all")),
    Row("trim", "do-not-trim", themselves("trim-silence", "do-not-trim"), bad(13699, "", "true")),
    Row("ringTone", "", themselves("cn", "us"), bad(13220, "", "china")),
    Row("sequential", False, FLAG, bad(13218, "", "yes")),
    Row("referUrl", "", themselves("/refer")),
    Row("referMethod", "POST", METHODS, bad(13210, "", "PUT")),
    Row("callReason", "", themselves("About your refund", "字" * 50), bad(12200, "a" * 51)),
    Row("recordingConfigurationId", "", themselves("RC1")),
]
PARTY = [
    Row("url", "", themselves("/whisper")),
    Row("method", "POST", METHODS, bad(13221, "", "PUT")),
    Row("statusCallback", None, themselves("/told"), bad(11100, "mailto:ana@example.com", "http://[x")),
    Row("statusCallbackMethod", "POST", METHODS, bad(13221, "", "PUT")),
    Row("statusCallbackEvent", ("completed",), STEPS, bad(12200, "done", "ringing,answered")),
]
MACHINE = ["Timeout", "SpeechThreshold", "SpeechEndThreshold", "SilenceTimeout"]
NUMBER_ROWS = [
    *PARTY,
    Row("sendDigits", "", TONES, bad(13222, "", "1x", "1,2")),
    Row("byoc", "", themselves("BY1")),
    Row("machineDetection", "", themselves("Enable", "DetectMessageEnd")),
    *[Row(f"machineDetection{what}", "", themselves("30")) for what in MACHINE],
    Row("amdStatusCallback", "", themselves("/machine")),
    Row("amdStatusCallbackMethod", "", themselves("POST")),
]
SIP_ROWS = [
    *[row for row in PARTY if row.name != "method"],
    Row("method", "POST", METHODS, bad(13241, "", "PUT")),
    Row("username", "", themselves("ana")),
    Row("password", "", themselves("secret")),
]
QUEUE_ROWS = [
    Row("url", None, themselves("/whisper"), bad(14211, "mailto:ana@example.com"), "error"),
    Row("method", "POST", METHODS, bad(14210, "", "PUT"), "error"),
    Row("reservationSid", "", themselves("WR1")),
    Row("postWorkActivitySid", "", themselves("WA1")),
]
TABLES = [(Dial, ROWS), (Number, NUMBER_ROWS), (Party, PARTY), (Sip, SIP_ROWS), (Queue, QUEUE_ROWS)]


@pytest.mark.parametrize(("table", "row"), [(table, row) for table, rows in TABLES for row in rows])
def test_each_attribute_is_read_as_the_table_says(table, row):
    holds(table, row)


@pytest.mark.parametrize(("table", "rows"), TABLES)
def test_the_tables_are_whole(table, rows):
    is_whole(table, rows)


PAGES = {"/next": "<Say>Next</Say>"}
NUMBER = "+15551230000"

TARGETS = [
    (NUMBER, (NUMBER,)),
    (f"<Number>{NUMBER}</Number>", (NUMBER,)),
    ("<Number>+1555</Number><Client>ana</Client>", ("+1555", "ana")),
    ('<Client><Identity>ana</Identity><Parameter name="order" value="7"/></Client>', ("ana",)),
    ("<Sip>sip:a@example.com</Sip>", ("sip:a@example.com",)),
    ("<Conference>room</Conference>", ("room",)),
]


@pytest.mark.parametrize(("body", "targets"), TARGETS)
def test_the_targets_are_told(ring, body, targets):
    assert ring(f"<Dial>{body}</Dial>").of(events.Dial) == [events.Dial(targets)]


RESULTS = [
    # callee, attributes, DialCallStatus, DialBridged, DialCallDuration
    (Callee(), "", "completed", "true", "5"),
    (Callee(talks=90), 'timeLimit="60"', "completed", "true", "60"),
    (Callee("busy"), "", "busy", "false", "0"),
    (Callee("failed"), "", "failed", "false", "0"),
    (Callee("no-answer", rings=99), "", "no-answer", "false", "0"),
    (Callee(rings=12), 'timeout="5"', "no-answer", "false", "0"),
    (Callee(rings=9), 'timeout="5"', "completed", "true", "5"),
]


@pytest.mark.parametrize(("callee", "attributes", "status", "bridged", "duration"), RESULTS)
def test_the_action_learns_how_it_went(ring, callee, attributes, status, bridged, duration):
    pages = PAGES | {"/": f'<Dial action="/next" {attributes}>{NUMBER}</Dial><Say>Never</Say>'}
    call = ring(pages, callee=callee, patience=None)
    form = call.form("/next")
    assert (form["DialCallStatus"], form["DialBridged"], form["DialCallDuration"]) == (status, bridged, duration)
    assert form["DialCallSid"].startswith("CA")
    assert call.words == ["Next"]


def test_a_conference_has_no_child_call(ring):
    form = ring(PAGES | {"/": '<Dial action="/next"><Conference>room</Conference></Dial>'}).form("/next")
    assert form["DialCallStatus"] == "answered"
    assert not {"DialCallSid", "DialCallDuration"} & form.keys()


def test_without_an_action_the_next_verb_runs(ring):
    assert ring(f"<Dial>{NUMBER}</Dial><Say>After</Say>").words == ["After"]


@pytest.mark.parametrize("asked", [True, False])
def test_the_action_of_a_caller_who_hung_up_is_a_switch(ring, asked):
    pages = PAGES | {"/": f'<Dial action="/next">{NUMBER}</Dial>'}
    call = ring(pages, "hangup", unsure=Unsure(dial_action_on_hangup=asked))
    assert ("/next" in call.paths) is asked
    assert call.ending.ended.by == "caller"
    assert call.words == []


def test_the_action_of_who_hung_up_while_talking_tells_of_the_talk(ring):
    call = ring(PAGES | {"/": f'<Dial action="/next">{NUMBER}</Dial>'}, "hangup", callee=Callee(talks=60))
    form = call.form("/next")
    assert (form["DialBridged"], form["DialCallStatus"], form["CallStatus"]) == ("true", "completed", "completed")
    assert {"DialCallSid", "DialCallDuration"} <= form.keys()


FINDINGS = [
    # what stands in the Dial, Twilio's code and severity, DialCallStatus
    (f"<Number>{NUMBER}</Number><Say>Hello</Say>", 13215, "warning", "completed"),
    ("Carol", 13223, "warning", "failed"),
    ("", 13223, "warning", "failed"),
    (f"<Number>Carol</Number><Number>{NUMBER}</Number>", 13223, "warning", "completed"),
    ("<Client/>", 12200, "warning", "failed"),
    (f'<Number method="PUT">{NUMBER}</Number>', 13221, "warning", "completed"),
    (f'<Number colour="red">{NUMBER}</Number>', 12200, "warning", "completed"),
    (f"<Number>{NUMBER}</Number>" * 11, 13250, "warning", "completed"),
    (f"<Conference>room</Conference><Number>{NUMBER}</Number>", 13000, "warning", "failed"),
    ("<Queue>refund</Queue><Queue>card</Queue>", 13000, "warning", "failed"),
    ("<Queue/>", 14212, "error", "failed"),
    (f"<Queue>{'q' * 65}</Queue>", 14213, "error", "failed"),
    ('<Queue method="PUT">refund</Queue>', 14210, "error", "failed"),
    ("<Conference> </Conference>", 13237, "warning", "failed"),
    (f"<Conference participantLabel='{'a' * 129}'>room</Conference>", 16024, "error", "failed"),
]


@pytest.mark.parametrize(("body", "code", "severity", "status"), FINDINGS)
def test_what_twilio_would_find_fault_with_is_told_and_the_action_is_asked(ring, body, code, severity, status):
    call = ring(PAGES | {"/": f'<Dial action="/next">{body}</Dial>'}, patience=None)
    assert [(error.code, error.severity) for error in call.of(events.Error)] == [(code, severity)]
    assert call.form("/next")["DialCallStatus"] == status
    assert call.words == ["Next"]


PASSED_OVER = ["<Application>AP1</Application>", "<Queue reservationSid='WR1'>refund</Queue>"]


@pytest.mark.parametrize("body", PASSED_OVER)
def test_what_is_not_simulated_is_told_in_words(ring, body):
    call = ring(PAGES | {"/": f'<Dial action="/next">{body}</Dial>'})
    assert any("not simulate" in remark.text for remark in call.of(events.Remark))
    assert call.codes == []
    assert call.form("/next")["DialCallStatus"] == "failed"


def test_an_error_in_an_attribute_passes_the_dial_over(ring):
    call = ring(f'<Dial recordingStatusCallbackEvent="done">{NUMBER}</Dial><Say>After</Say>')
    assert call.codes == [13621]
    assert call.words == ["After"]
    assert call.of(events.Dial) == []
