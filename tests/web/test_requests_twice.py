"""Each kind of request twice, late and at the same time: one row a turn, the same answer, no second effect."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

Step = tuple[str, Mapping[str, str]]


@pytest.fixture(params=["sqlite_url", "postgres_url"], ids=["sqlite", "postgresql"])
def hotline(request, begin):
    """The hotline on a database of each kind."""
    return begin(request.getfixturevalue(request.param))


@dataclass(frozen=True)
class Turn:
    """A request that takes a turn: how the call came there, what is asked, and the rows it leaves behind."""

    before: tuple[Step, ...]
    asked: Step
    leaves: Mapping[str, int] = field(default_factory=dict)


def key(digits: str) -> Step:
    return ("action", {"Digits": digits})


def left(result: str) -> Step:
    return ("action", {"QueueResult": result, "QueueTime": "40"})


RING: Step = ("/voice/incoming", {})
SILENCE: Step = ("action", {"Digits": ""})
ORDER: Step = ("action", {"Digits": "20260703", "FinishedOnKey": "#"})
SPEECH: Step = ("action", {"SpeechResult": "order", "Confidence": "0.9"})
RECORDED = {"RecordingUrl": "https://api.example/RE1", "RecordingSid": "RE1", "RecordingDuration": "4"}
IN_LINE = (RING, key("2"))
AT_THE_BEEP = (RING, key("3"), SILENCE)

TURNS = {
    "incoming": Turn((), RING),
    "a key": Turn((RING,), key("1")),
    "a key that is no option": Turn((RING,), key("8")),
    "silence": Turn((RING,), SILENCE),
    "speech": Turn((RING,), SPEECH),
    "the redirect behind a gather": Turn((RING,), ("Redirect", {})),
    "an entry": Turn((RING, key("1")), ORDER),
    "a ticket and a text": Turn((RING,), key("4"), {"tickets": 1, "outbox": 1}),
    "joining a queue": Turn((RING,), key("2"), {"entries": 1}),
    "a recording": Turn(AT_THE_BEEP, ("action", RECORDED | {"Digits": "#"}), {"tickets": 1, "outbox": 1}),
    "a recording ended by hanging up": Turn(AT_THE_BEEP, ("action", RECORDED | {"Digits": "hangup"}), {"tickets": 1, "outbox": 1}),
    "out of the queue: bridged": Turn(IN_LINE, left("bridged"), {"entries": 1}),
    "out of the queue: leave": Turn(IN_LINE, left("leave"), {"entries": 1}),
    "out of the queue: queue-full": Turn(IN_LINE, left("queue-full"), {"entries": 1}),
    "out of the queue: error": Turn(IN_LINE, left("error"), {"entries": 1}),
    "the last words": Turn((RING, key("6")), SILENCE),
}
every_turn = pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)


def effects(hotline) -> dict[str, int]:
    counts = {table: len(hotline.rows(table)) for table in ("tickets", "outbox", "entries", "callbacks", "drafts")}
    return {table: rows for table, rows in counts.items() if rows}


@every_turn
def test_a_turn_asked_for_twice_happens_once(hotline, turn):
    call = hotline.carrier().walks(*turn.before)
    path = call.where(turn.asked[0])
    first = call.ask(path, **turn.asked[1])
    kept = hotline.everything()
    assert len(hotline.rows("journal")) == len(turn.before) + 1
    assert effects(hotline) == turn.leaves
    for _ in range(2):
        assert call.ask(path, **turn.asked[1]) == first
    assert hotline.everything() == kept


@every_turn
def test_a_turn_asked_for_late_gives_what_the_caller_is_in_now(hotline, turn):
    call = hotline.carrier().walks(*turn.before)
    path = call.where(turn.asked[0])
    call.goes(path, **turn.asked[1])
    if call.last.verbs != ["Hangup"]:
        call.goes(f"/voice/turn?n={len(turn.before) + 1}")
    kept = hotline.everything()
    assert call.ask(path, **turn.asked[1]) == call.last
    assert hotline.everything() == kept


@every_turn
def test_a_second_request_while_the_first_still_runs_gets_the_winners_answer(hotline, racing, turn):
    call = hotline.carrier().walks(*turn.before)
    path = call.where(turn.asked[0])
    same = racing(hotline).carrier()
    with ThreadPoolExecutor(2) as two:
        one, other = two.map(lambda _: same.ask(path, **turn.asked[1]), range(2))
    assert one.status == 200
    assert one == other
    assert len(hotline.rows("journal")) == len(turn.before) + 1
    assert effects(hotline) == turn.leaves


def test_a_turn_further_than_the_call_asks_again_at_the_call(hotline):
    call = hotline.carrier().walks(RING)
    again = call.goes("/voice/turn?n=7", Digits="2")
    assert again.words.startswith("Welcome.")
    assert again.link("action") == "/voice/turn?n=2"
    assert effects(hotline) == {}


@pytest.mark.parametrize("path", ["/voice/turn?n=3", "/voice/turn?n=2", "/voice/turn", "/voice/resume", "/voice/incoming"])
def test_a_call_that_has_ended_stays_ended(hotline, path):
    call = hotline.carrier().walks(RING, key("6"), SILENCE)
    assert call.last.verbs == ["Hangup"]
    kept = hotline.everything()
    assert call.ask(path, Digits="1").verbs == ["Hangup"]
    assert hotline.everything() == kept


@pytest.mark.parametrize(
    "path", ["/voice/turn?n=0", "/voice/turn?n=1", "/voice/turn?n=2", "/voice/turn", "/voice/resume", "/voice/incoming"]
)
def test_a_call_that_is_closed_is_answered_with_a_hangup(hotline, path):
    call = hotline.carrier().walks(RING)
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    hotline.clock.advance(16)
    hotline.application.tick()
    kept = hotline.everything()
    answer = call.ask(path, Digits="1")
    assert (answer.status, answer.verbs) == (200, ["Hangup"])
    assert hotline.everything() == kept


def test_resume_says_again_what_the_caller_is_in_and_takes_no_turn(hotline):
    call = hotline.carrier().walks(RING, key("1"))
    kept = hotline.everything()
    assert call.ask("/voice/resume") == call.last
    assert hotline.everything() == kept


def test_resume_of_a_call_that_nobody_knows_begins_it(hotline):
    assert hotline.carrier().goes("/voice/resume").words.startswith("Welcome.")
    assert len(hotline.rows("journal")) == 1
