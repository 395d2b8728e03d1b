"""The end of a call: the line is left at once, the closing runs when no turn can still be running, and twice does no harm."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ivr.errors import TurnTaken

RING = ("/voice/incoming", {})
SILENCE = ("action", {"Digits": ""})
IN_FORM = (RING, ("action", {"Digits": "5"}), ("action", {"Digits": "448812", "FinishedOnKey": "#"}))


def hang_up(call) -> None:
    assert call.ask("/voice/status", CallStatus="completed", SequenceNumber="9").status == 204


def later(hotline, seconds: float) -> None:
    hotline.clock.advance(seconds)
    hotline.application.tick()


def row_of(hotline, call):
    row = hotline.store.read_call(call.sid)
    assert row is not None
    return row


def test_one_who_waited_is_gone_at_once_and_the_call_is_closed_fifteen_seconds_later(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "2"}))
    hang_up(call)
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None
    later(hotline, 14)
    assert row_of(hotline, call).closed_at is None
    later(hotline, 2)
    closed = row_of(hotline, call)
    assert closed.closed_at == hotline.clock.now()
    assert closed.ending == "hung_up"
    assert [json.loads(row[2])[-1] for row in hotline.rows("journal")][-1] == ["Ended", "hung_up"]


def test_a_call_of_which_the_carrier_says_nothing_more_is_closed_when_it_cannot_be_going_on(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "2"}))
    later(hotline, 4 * 3600)
    assert row_of(hotline, call).closed_at is None
    later(hotline, 16)
    assert row_of(hotline, call).ending == "hung_up"
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None


def test_a_turn_that_still_ran_when_the_caller_hung_up_is_kept_and_then_closed(hotline):
    call = hotline.carrier().walks(RING)
    hang_up(call)
    call.goes("action", Digits="2")
    later(hotline, 16)
    assert row_of(hotline, call).ending == "hung_up"
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None


def test_a_closed_call_has_forgotten_what_the_caller_said(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "1"}), ("action", {"Digits": "20260703", "FinishedOnKey": "#"}))
    assert "20260703" in row_of(hotline, call).state
    hang_up(call)
    later(hotline, 16)
    closed = row_of(hotline, call)
    assert json.loads(closed.state) == {"language": "en", "turn": 4, "ended": "hung_up"}
    assert closed.answer == ""


def test_an_unfinished_form_is_kept_as_a_draft_for_the_same_caller(hotline):
    call = hotline.carrier().walks(*IN_FORM)
    hang_up(call)
    later(hotline, 16)
    with hotline.store.unit() as unit:
        draft = unit.draft(row_of(hotline, call).caller_hash, "complaint")
    assert draft is not None
    assert json.loads(draft.slots) == {"number": "448812"}
    assert row_of(hotline, call).ending == "hung_up"


def test_a_caller_without_a_number_has_no_draft(hotline):
    call = hotline.carrier(caller="anonymous").walks(*IN_FORM)
    hang_up(call)
    later(hotline, 16)
    assert hotline.rows("drafts") == []
    assert row_of(hotline, call).ending == "hung_up"


def test_a_form_that_was_submitted_leaves_no_draft(hotline):
    call = hotline.carrier().walks(*IN_FORM, ("action", {"Digits": "1"}))
    hang_up(call)
    later(hotline, 16)
    assert hotline.rows("drafts") == []
    assert len(hotline.rows("tickets")) == 1


def test_a_call_that_said_goodbye_keeps_its_own_ending(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "6"}), SILENCE)
    hang_up(call)
    later(hotline, 16)
    assert row_of(hotline, call).ending == "goodbye"
    endings = [fact for row in hotline.rows("journal") for fact in json.loads(row[2]) if fact[0] == "Ended"]
    assert endings == [["Ended", "goodbye"]]


def test_closing_twice_changes_nothing(hotline):
    call = hotline.carrier().walks(*IN_FORM)
    hang_up(call)
    later(hotline, 16)
    kept = hotline.everything()
    hotline.application.services.turns.close(call.sid)
    hotline.application.services.turns.close("CAnobody")
    hang_up(call)
    later(hotline, 60)
    assert hotline.everything() == kept


def test_a_caller_who_hangs_up_inside_a_message_leaves_it(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "3"}), SILENCE)
    assert call.last.verbs == ["Record"]
    hang_up(call)
    recorded = {"RecordingSid": "RE7", "RecordingUrl": "https://api.example/RE7", "RecordingDuration": "12", "Digits": "hangup"}
    call.goes("action", CallStatus="completed", **recorded)
    later(hotline, 16)
    assert len(hotline.rows("tickets")) == 1
    assert '"sid": "RE7"' in str(hotline.rows("tickets"))
    assert row_of(hotline, call).ending == "hung_up"


def test_a_message_of_silence_is_no_ticket(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "3"}), SILENCE)
    call.goes("action", RecordingSid="RE7", RecordingUrl="https://api.example/RE7", RecordingDuration="0")
    assert hotline.rows("tickets") == []
    assert call.last.words.startswith("Nothing was recorded.")


def test_a_closing_that_meets_a_late_turn_happens_after_it_or_before_it(hotline, racing):
    call = hotline.carrier().walks(RING)
    meeting = racing(hotline)
    with ThreadPoolExecutor(2) as two:
        late = two.submit(meeting.carrier().ask, "/voice/turn?n=1", Digits="1")
        closing = two.submit(meeting.application.services.turns.close, call.sid)
    assert late.result().verbs in (["Gather", "Redirect"], ["Hangup"])
    assert isinstance(closing.exception(), TurnTaken | None)
    hotline.application.services.turns.close(call.sid)
    turns = [row[1] for row in hotline.rows("journal")]
    assert turns == list(range(len(turns)))
    assert row_of(hotline, call).ending in ("hung_up", "silent"), "the key came before the closing, or after it"


def test_a_call_that_we_ended_is_closed_though_the_carrier_never_tells_of_it(hotline):
    call = hotline.carrier().walks(RING, ("action", {"Digits": "6"}), SILENCE)
    assert call.last.verbs[-1] == "Hangup"
    later(hotline, 16)
    closed = row_of(hotline, call)
    assert closed.closed_at == hotline.clock.now()
    assert closed.ending == "goodbye"
    hang_up(call)
    later(hotline, 16)
    assert replace(row_of(hotline, call), hung_up_at=None) == closed
