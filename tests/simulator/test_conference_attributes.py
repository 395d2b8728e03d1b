"""Conference: its table of attributes."""

import pytest

from ivr.simulator.twiml import conference
from ivr.simulator.twiml.conference import Conference
from tests.simulator.tables import FLAG, METHODS, Row, bad, holds, is_whole, themselves, wholes

STATUSES = {"in-progress": ("in-progress",), "completed absent": ("completed", "absent")}


ROWS = [
    Row("muted", False, FLAG, bad(13230, "", "yes")),
    Row("beep", "true", themselves("true", "false", "onEnter", "onExit"), bad(13235, "", "onenter")),
    Row("startConferenceOnEnter", True, FLAG, bad(13232, "", "yes")),
    Row("endConferenceOnExit", False, FLAG, bad(13231, "", "yes"), "error"),
    Row("participantLabel", "", themselves("", "owner", "a" * 128), bad(16024, "a" * 129, "a/b", "CA" + "0" * 32), "error"),
    Row("jitterBufferSize", "large", themselves("off", "small", "medium", "large"), bad(12200, "", "tiny")),
    Row("waitUrl", None, themselves("/wait", "https://elsewhere.example/wait", ""), bad(13233, "mailto:ana@example.com")),
    Row("waitMethod", "POST", METHODS, bad(13234, "", "PUT")),
    Row("maxParticipants", 250, wholes(2, 250), bad(12200, "", "1", "251", "x")),
    Row("record", "do-not-record", themselves("do-not-record", "record-from-start"), bad(12200, "", "yes")),
    Row("trim", "trim-silence", themselves("trim-silence", "do-not-trim"), bad(13239, "", "true"), "error"),
    Row("region", "", themselves(*conference.REGIONS), bad(12200, "cn1")),
    Row("coach", "", themselves("CA" + "0" * 32)),
    Row("statusCallback", None, themselves("/room"), bad(11100, "mailto:ana@example.com", "http://[x")),
    Row("statusCallbackMethod", "POST", METHODS, bad(12200, "", "PUT")),
    Row(
        "statusCallbackEvent",
        (),
        {" ".join(conference.EVENTS): conference.EVENTS, "join leave": ("join", "leave"), "": ()},
        bad(12200, "joined", "join,leave"),
    ),
    Row("recordingStatusCallback", None, themselves("/told"), bad(13256, "mailto:ana@example.com")),
    Row("recordingStatusCallbackMethod", "POST", METHODS, bad(12200, "", "PUT")),
    Row("recordingStatusCallbackEvent", ("completed",), STATUSES, bad(13621, "done"), "error"),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_attribute_is_read_as_the_table_says(row):
    holds(Conference, row)


def test_the_table_is_whole():
    is_whole(Conference, ROWS)
