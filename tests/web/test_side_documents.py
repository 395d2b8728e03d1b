"""What runs beside the turns: the wait, its keys, notices in any order and any number of times, and the fallback."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RING = ("/voice/incoming", {})
IN_LINE = (RING, ("action", {"Digits": "2"}))


def waiting(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    return call, call.last.link("waitUrl")


def test_a_round_of_the_wait_asked_for_twice_is_the_same_round_and_the_next_is_another(hotline):
    call, wait = waiting(hotline)
    kept = hotline.everything()
    first = call.ask(wait)
    assert call.ask(wait) == first
    assert "We take calls in turn." in first.words
    assert "Thank you for waiting." in call.ask(first.link("Redirect")).words
    assert hotline.everything() == kept


def test_the_place_in_line_is_told_in_every_round_as_it_is_then(hotline):
    first = hotline.carrier(sid="CA1").walks(*IN_LINE)
    hotline.clock.advance(1)
    second = hotline.carrier(sid="CA2").walks(*IN_LINE)
    before = second.ask(second.last.link("waitUrl"))
    assert before.words.startswith("You're number two. We take calls in turn.")
    first.ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    assert second.ask(before.link("Redirect")).words.startswith("You're number one. Thank you for waiting.")


def test_a_key_that_wishes_leaves_the_line_however_often_it_arrives(hotline):
    call, wait = waiting(hotline)
    pressed = call.ask(wait).link("action")
    assert call.ask(pressed, Digits="1").verbs == ["Leave"]
    kept = hotline.everything()
    assert call.ask(pressed, Digits="1").verbs == ["Leave"]
    assert hotline.everything() == kept
    assert len(hotline.rows("journal")) == 2, "the wish arrives with the next turn"
    assert call.goes("action", QueueResult="leave").words.startswith("After the tone")


def test_who_is_out_of_the_line_before_the_wish_is_carried_out_gets_what_it_wishes(hotline):
    call, wait = waiting(hotline)
    call.ask(call.ask(wait).link("action"), Digits="1")
    back = call.ask("/voice/talk?o=withdrawn").link("Redirect")
    assert back == "/voice/resume"
    assert call.ask(call.ask(back).link("Redirect")).words.startswith("After the tone")


def test_a_key_that_means_nothing_waits_on(hotline):
    call, wait = waiting(hotline)
    kept = hotline.everything()
    answer = call.ask(call.ask(wait).link("action"), Digits="7")
    assert answer.verbs == ["Redirect"]
    assert "Thank you for waiting." in call.ask(answer.link("Redirect")).words
    assert hotline.everything() == kept


@pytest.mark.parametrize("path", ["/voice/queue/wait", "/voice/queue/wait?e=nobody&c=x", "/voice/queue/wait?e=a.b.c&c=99999999999"])
def test_a_wait_of_nobody_we_know_is_still_a_wait(hotline, path):
    answer = hotline.carrier().ask(path)
    assert answer.words == "One moment."
    assert answer.verbs[-1] == "Redirect"


@pytest.mark.parametrize("path", ["/voice/queue/key", "/voice/queue/key?e=refund.en.strangers", "/voice/queue/key?e=%E4%BD%99%00"])
def test_a_key_in_a_wait_of_nobody_we_know_waits_on(hotline, path):
    assert hotline.carrier().ask(path, Digits="1").verbs == ["Redirect"]


@pytest.mark.parametrize("result", ["redirected", "redirected-from-bridged", "hangup", "system-error"])
def test_a_queue_result_that_only_tells_takes_no_turn(hotline, result):
    call, _ = waiting(hotline)
    told = [call.ask(call.last.link("action"), QueueResult=result) for _ in range(2)]
    assert told[0] == told[1]
    assert len(hotline.rows("journal")) == 2
    assert call.ask(told[0].link("Redirect")) == call.last, "a carrier that obeys comes back to where the caller is"


def test_a_caller_who_hung_up_in_line_is_gone_from_it(hotline):
    call, _ = waiting(hotline)
    call.ask(call.last.link("action"), QueueResult="hangup")
    with hotline.store.unit() as unit:
        assert unit.waiting_count("refund") == 0


def test_a_caller_who_was_answered_is_done_waiting(hotline):
    call, _ = waiting(hotline)
    call.goes("action", QueueResult="bridged")
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None


STATUSES = [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")]


@given(st.lists(st.sampled_from(STATUSES), max_size=6), st.permutations(STATUSES))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_statuses_in_any_order_and_repeated_say_the_same(hotline, more, order):
    call = hotline.carrier(sid=f"CA{len(hotline.rows('calls'))}").walks(*IN_LINE)
    for status, number in [*order, *more]:
        assert call.ask("/voice/status", CallStatus=status, SequenceNumber=number).status == 204
    mine = [row for row in hotline.rows("notices") if row[0] == call.sid]
    assert len(mine) == len(STATUSES)
    assert sum(call.sid in row and "close_call" in row for row in hotline.rows("jobs")) == 1
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None


@pytest.mark.parametrize("written", ["", "x", "-1", "9" * 400, "٣"])
def test_a_sequence_number_that_is_none_is_taken_for_the_first(hotline, written):
    call = hotline.carrier().walks(RING)
    assert call.ask("/voice/status", CallStatus="completed", SequenceNumber=written).status == 204
    assert sum("close_call" in row for row in hotline.rows("jobs")) == 1


@pytest.mark.parametrize("order", [("in-progress", "completed", "completed", "in-progress"), ("completed", "in-progress")])
def test_the_last_word_on_a_recording_is_kept_in_whatever_order_it_is_told(hotline, order):
    call = hotline.carrier()
    for status in order:
        facts = {"RecordingSid": "RE1", "RecordingStatus": status, "RecordingUrl": "https://api.example/RE1", "RecordingDuration": "12"}
        assert call.ask("/voice/recording", **facts).status == 204
    assert len(hotline.rows("notices")) == 2
    with hotline.store.unit() as unit:
        kept = unit.recording("RE1")
    assert kept is not None
    assert (kept.call_sid, kept.url, kept.seconds, kept.status) == (call.sid, "https://api.example/RE1", 12, "completed")


def test_a_recording_without_a_name_is_none(hotline):
    assert hotline.carrier().ask("/voice/recording", RecordingStatus="completed").status == 204
    assert hotline.rows("notices") == hotline.rows("recordings") == []


def test_a_call_that_ended_before_its_first_turn_was_kept_is_closed_all_the_same(hotline):
    call = hotline.carrier()
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    call.walks(*IN_LINE)
    hotline.clock.advance(16)
    hotline.application.tick()
    row = hotline.store.read_call(call.sid)
    assert row is not None
    assert row.ending == "hung_up"
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None


def test_what_those_who_wait_hear_between_the_words_is_a_sound_that_is_there(hotline):
    call, wait = waiting(hotline)
    music = call.ask(wait).root.findtext(".//Play")
    sound = call.send("GET", music, signature="")
    assert sound.status == 200
    assert sound.kind.startswith("audio/")
