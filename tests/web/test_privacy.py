"""What a caller keys, says and rings from is not in the logs, and not readable in the database once the call is over.

Each search is first proved on something that must be found.
"""

import json
import logging
from dataclasses import replace

import pytest
import structlog

CALLER = "+8613912345678"
ORDER, SPOKEN, CODE = "7788990011", "my name is Wanda Planted", "906172"


@pytest.fixture
def written(caplog):
    """All that is logged, as it would be written."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as turns:
        yield lambda: caplog.text + "\n".join(json.dumps(turn, ensure_ascii=False, default=str) for turn in turns)


@pytest.fixture
def call(hotline, written):
    """A call in which a number is entered, words are said that nobody understands, and the caller hangs up."""
    call = hotline.carrier(caller=CALLER).walks(
        ("/voice/incoming", {"CallerName": "Wanda Planted"}),
        ("action", {"Digits": "1"}),
        ("action", {"Digits": ORDER, "FinishedOnKey": "#"}),
        ("action", {"SpeechResult": SPOKEN, "Confidence": "0.9"}),
        ("action", {"SpeechResult": "agent", "Confidence": "0.9"}),
    )
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="4")
    hotline.clock.advance(16)
    hotline.application.tick()
    return call


def test_there_is_one_line_a_turn_with_the_call_the_node_and_the_masked_number(hotline):
    with structlog.testing.capture_logs() as lines:
        call = hotline.carrier(caller=CALLER).walks(("/voice/incoming", {}), ("action", {"Digits": "1"}))
        call.ask("/voice/turn?n=1", Digits="1")
    assert [(line["event"], line["turn"], line["node"], line["replayed"]) for line in lines] == [
        ("turn", 1, "main.main", False),
        ("turn", 2, "main.order", False),
        ("turn", 2, "", True),
    ]
    assert {line["call"] for line in lines} == {call.sid}
    assert {line["caller"] for line in lines} == {"+86********5678"}
    assert all(line["ms"] >= 0 for line in lines)


PLANTED = [CALLER, CALLER[1:], CALLER[3:], CALLER[4:10], ORDER, SPOKEN, "Planted"]


def test_the_log_holds_nothing_that_was_keyed_said_or_rung_from(hotline, call, written):
    assert call.sid in written(), "the search finds what is there"
    assert "people.refund" in written()
    assert [secret for secret in PLANTED if secret in written()] == []


def test_a_failing_turn_is_logged_without_the_form(hotline, written):
    def perform(context, args):
        raise RuntimeError("the queue is gone")

    turns = hotline.application.services.turns
    broken = hotline.having(turns=replace(turns, inside={**turns.inside, "queues.look": perform}))
    broken.carrier(caller=CALLER).walks(("/voice/incoming", {}), ("action", {"SpeechResult": "agent", "CallerName": SPOKEN}))
    assert "the queue is gone" in written()
    assert [secret for secret in PLANTED if secret in written()] == []


def test_a_refused_request_is_logged_without_its_form(hotline, written):
    call = hotline.carrier(caller=CALLER)
    body = f"CallSid=CA1&Digits={ORDER}&From=%2B{CALLER[1:]}".encode()
    assert call.send("POST", f"/voice/turn?n=1&Digits={ORDER}", body, signature="x").status == 403
    assert "refused /voice/turn" in written()
    assert [secret for secret in PLANTED if secret in written()] == []


def test_the_database_holds_nothing_that_was_keyed_said_or_rung_from_once_the_call_is_closed(hotline, call):
    entries = str(hotline.rows("entries"))
    assert ORDER in entries, "the agent's page of the story, kept with the entry"
    hotline.application.store.close()
    bytes_kept = hotline.file.read_bytes()
    assert call.sid.encode() in bytes_kept, "the search finds what is there"
    numbers = [CALLER, CALLER[1:], CALLER[3:], CALLER[4:10]]
    assert [secret for secret in (*numbers, SPOKEN, "Planted") if secret.encode() in bytes_kept] == []


def test_the_database_file_holds_nothing_of_a_draft_in_the_clear_once_the_call_is_closed(hotline):
    call = hotline.carrier(caller=CALLER).walks(("/voice/incoming", {}), ("action", {"Digits": "5"}))
    call.goes("action", Digits=CODE, FinishedOnKey="#")
    assert CODE in str(hotline.rows("calls")), "the search finds what is there"
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="4")
    hotline.clock.advance(16)
    hotline.application.tick()
    hotline.application.store.close()
    assert len(hotline.rows("drafts")) == 1
    assert CODE.encode() not in hotline.file.read_bytes()
