"""The fallback URL: when one of our documents could not be had or run, the call goes on, and no database is needed for it."""

import pytest

from ivr.errors import StorageError

OURS = "https://hotline.example"
MOMENT = "One moment. 请稍候。"
"""In every language: without a database nobody knows which one the caller speaks."""
ERRORS = [
    # ErrorUrl, where the caller is sent
    (f"{OURS}/voice/turn?n=4", "/voice/turn?n=4&r=1"),
    (f"{OURS}/voice/turn?n=4#rc=2&rt=6000&rp=all", "/voice/turn?n=4&r=1"),
    (f"{OURS}:443/voice/turn?n=4", "/voice/turn?n=4&r=1"),
    (f"{OURS}/voice/incoming", "/voice/turn?n=0&r=1"),
    (f"{OURS}/voice/queue/left?n=3&e=refund.en.a", "/voice/queue/left?n=3&e=refund.en.a&QueueResult=failed&r=1"),
    (f"{OURS}/voice/queue/left?n=3&e=refund.en.a&QueueResult=bridged", "/voice/queue/left?n=3&e=refund.en.a&QueueResult=bridged&r=1"),
    (f"{OURS}/voice/turn?o=abc&n=4", "/voice/turn?n=4&o=abc&r=1"),
    (f"{OURS}/voice/turn?n=4&o=abc&DialCallStatus=answered", "/voice/turn?n=4&o=abc&DialCallStatus=answered&r=1"),
    (f"{OURS}/voice/turn", "/voice/turn?n=0&r=1"),
    (f"{OURS}/voice/turn?n=-1", "/voice/turn?n=0&r=1"),
    (f"{OURS}/voice/turn?n=٤", "/voice/turn?n=0&r=1"),
    (f"{OURS}/voice/turn?n=" + "9" * 5000, "/voice/turn?n=0&r=1"),
    (f"{OURS}/voice/fallback", "/voice/resume?f=1&r=1"),
    (f"{OURS}/health/live", "/voice/resume?f=1&r=1"),
    ("https://stranger.example/voice/turn?n=4", "/voice/resume?f=1&r=1"),
    ("https://hotline.example.stranger.example/voice/turn?n=4", "/voice/resume?f=1&r=1"),
    ("https://[::1/voice/turn?n=4", "/voice/resume?f=1&r=1"),
    ("voice", "/voice/resume?f=1&r=1"),
    ("", "/voice/resume?f=1&r=1"),
]


class Away:
    """A store that is never there."""

    def read_call(self, sid, n=0):
        raise StorageError("no database")

    def unit(self):
        raise StorageError("no database")


@pytest.fixture
def call(in_memory):
    return in_memory.on(Away()).carrier()


@pytest.mark.parametrize(("failed", "path"), ERRORS, ids=[row[0][:60] for row in ERRORS])
def test_the_caller_is_sent_to_the_turn_that_failed(call, in_memory, failed, path):
    answer = call.goes("/voice/fallback", ErrorCode="11200", ErrorUrl=failed)
    now = int(in_memory.clock.now().timestamp())
    assert answer.verbs == ["Say", "Say", "Pause", "Redirect"]
    assert answer.link("Redirect") == f"{path}&since={now}"


def test_without_a_word_of_what_failed_the_call_resumes(call):
    assert call.goes("/voice/fallback").link("Redirect").startswith("/voice/resume?f=1&r=1&since=")


def test_a_turn_that_fails_again_and_again_counts_from_the_first_time_and_ends_with_people(call, in_memory):
    call.goes("/voice/fallback", ErrorUrl=f"{OURS}/voice/turn?n=4")
    for _ in range(3):
        in_memory.clock.advance(8)
        call.goes("/voice/fallback", ErrorUrl=OURS + call.last.link("Redirect"))
        assert call.last.words == MOMENT
    in_memory.clock.advance(8)
    call.goes("/voice/fallback", ErrorUrl=OURS + call.last.link("Redirect"))
    assert call.last.verbs == ["Say", "Say", "Enqueue"]


@pytest.mark.parametrize("since", ["99999999999", "x", "-5", "9" * 400, ""])
def test_a_first_time_that_cannot_be_is_now(call, since):
    assert call.goes("/voice/fallback", ErrorUrl=f"{OURS}/voice/turn?n=4&since={since}").words == MOMENT


def test_the_resumed_turn_asks_again_and_counts_no_error(in_memory):
    call = in_memory.carrier(sid="CAresumed").walks(("/voice/incoming", {}), ("action", {"Digits": "1"}))
    call.goes("/voice/fallback", ErrorUrl=f"{OURS}/voice/turn?n=2")
    assert call.goes("Redirect").words.startswith("Enter the order number")
    row = in_memory.store.read_call("CAresumed")
    assert row is not None
    assert '"errors"' not in row.state


@pytest.mark.parametrize("known", ["", "&QueueResult=bridged"])
def test_a_caller_whose_talk_may_be_over_is_not_put_back_in_line(in_memory, known):
    call = in_memory.carrier(sid=f"CAtalked{len(known)}").walks(("/voice/incoming", {}), ("action", {"Digits": "2"}))
    left = call.last.link("action")
    call.goes("/voice/fallback", ErrorUrl=f"{OURS}{left}{known}")
    assert "Enqueue" not in call.goes("Redirect").verbs
    assert call.last.words
