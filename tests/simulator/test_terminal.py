"""The phone at a terminal: what is shown, what is asked, what is understood."""

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from ivr.simulator.clock import Clock
from ivr.simulator.faces.terminal import Terminal, understood
from ivr.simulator.people.person import HangUp, Leave, Press, Silence, Speak

TYPED = [
    ("", Silence()),
    ("1", Press("1")),
    ("*0", Press("*0")),
    ("12#", Press("12#")),
    ("say 退款", Speak("退款")),
    ("退款", Speak("退款")),
    ("talk to a person", Speak("talk to a person")),
    ("rec 4", Leave(4)),
    ("h", HangUp()),
    ("hang up", HangUp()),
]


@pytest.mark.parametrize(("typed", "move"), TYPED)
def test_what_is_typed_is_understood(typed, move):
    assert understood(typed) == move


class Typist:
    """Types one line after the other; after the last the terminal is closed."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self.asked: list[tuple[str, str]] = []

    def __call__(self, words: str, place: str) -> str:
        self.asked.append((words, place))
        if not self._lines:
            raise EOFError
        return self._lines.pop(0)


PAGES = {
    "/": '<Gather numDigits="1" action="/voice/turn?n=1"><Say>Press 1.</Say></Gather><Redirect>/</Redirect>',
    "/voice/turn": '<Gather input="dtmf speech" action="/bye"><Say>说吧。</Say></Gather>',
    "/bye": "<Hangup/>",
}


def played(ring, *lines: str, pages=PAGES) -> tuple[Typist, str]:
    typist, shown = Typist(*lines), io.StringIO()
    clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    ring(pages, Terminal(Console(file=shown, width=100), typist, clock), clock=clock, patience=None)
    return typist, shown.getvalue()


def test_a_person_is_asked_at_each_question_and_told_what_is_heard(ring):
    typist, shown = played(ring, "1", "退款")
    assert [place for _, place in typist.asked] == ["/", "/voice/turn?n=1"]
    assert "a key" in typist.asked[0][0]
    assert "keys or words" in typist.asked[1][0]
    for words in ("Press 1.", "说吧。", "keys 1", "“退款”", "ended by app"):
        assert words in shown


def test_a_question_mark_shows_help_and_asks_again(ring):
    typist, shown = played(ring, "?", "h")
    assert "hang up" in shown
    assert len(typist.asked) == 2
    assert "ended by caller" in shown


def test_a_person_in_a_queue_is_asked_after_each_round_whether_to_wait_on(ring):
    pages = {"/": '<Enqueue waitUrl="/wait">refund</Enqueue>', "/wait": "<Say>Please hold.</Say>"}
    typist, shown = played(ring, "", "", "h", pages=pages)
    assert len(typist.asked) == 3
    assert "in the queue" in typist.asked[0][0]
    assert "ended by caller" in shown


def test_closing_the_terminal_hangs_up(ring):
    assert "ended by caller" in played(ring)[1]


def test_the_time_shown_is_the_call_s(ring):
    typist, _ = played(ring, "", "h")
    assert typist.asked[0][0].startswith("0:00")
    assert typist.asked[1][0].startswith("0:06")


def test_of_a_get_only_the_path_is_shown(ring):
    pages = {"/": '<Redirect method="GET">/voice/next?n=1</Redirect>', "/voice/next": "<Hangup/>"}
    _, shown = played(ring, pages=pages)
    assert "GET /voice/next  200" in shown
    assert "CallSid" not in shown
