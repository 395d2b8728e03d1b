"""Several on the line, as a `.call` file has them: who talks with whom, who says what, and how a call that goes another way is told."""

from datetime import UTC, datetime

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.simulator.office.number import Number
from ivr.simulator.web.line import WsgiLine

from .conftest import BASE, Application

PAGES = {
    "/": '<Gather numDigits="1" action="/key"><Say>Press a key.</Say></Gather><Say>Sorry.</Say>',
    "/key": lambda form: {
        "1": '<Enqueue action="/after" waitUrl="/wait">refund</Enqueue>',
        "2": '<Dial action="/dialled" timeout="10"><Number url="/whisper">+15551110001</Number></Dial>',
        "3": "<Dial><Conference>support</Conference></Dial><Say>Thanks.</Say>",
        "4": '<Dial action="/after"><Queue>refund</Queue></Dial>',
    }.get(form["Digits"], "<Hangup/>"),
    "/wait": lambda form: f'<Gather timeout="2" action="/leave"><Say>You are number {form["QueuePosition"]}.</Say></Gather>',
    "/leave": "<Leave/>",
    "/after": "<Say>Goodbye.</Say>",
    "/whisper": '<Gather numDigits="1" action="/join"><Say>Press 1 to talk.</Say></Gather><Hangup/>',
    "/join": lambda form: "" if form["Digits"] == "1" else "<Hangup/>",
    "/text": lambda form: f"<Message>You wrote {form['Body']}.</Message>",
    "/dialled": lambda form: f"<Say>It was {form['DialCallStatus']}.</Say>",
}


def play(text: str) -> str | None:
    """Play what is written; tell where it went another way."""
    phone = Phone(line=WsgiLine(Application(PAGES), BASE), clock=Clock(datetime(2026, 3, 2, 10, tzinfo=UTC)), token="12345", seed=1)
    script = read_transcript("\n".join(line.strip() for line in text.strip().splitlines()), "x.call")
    return phone.play(Number("/", texts="/text"), script).mismatch


PASS = {
    "an agent is rung, accepts and talks": """
        caller Li +1555
        agent Ana +15551110001 answers after 3
        Li:
        < Press a key.
        > 2
        = dial +15551110001
        = talk with Ana
        < How can I help?
        > tell My money is not here.
        < It was completed.
        Ana:
        < Press 1 to talk.
        > 1
        = talk with Li
        > tell How can I help?
        < My money is not here.
        > wait 5
        > hang up
        = ended by caller
        """,
    "an agent refuses": """
        caller Li +1555
        agent Ana +15551110001 refuses
        Li: > 2
        < It was busy.
        """,
    "an agent does not answer": """
        caller Li +1555
        agent Ana +15551110001 ignores
        Li: > 2
        < It was no-answer.
        """,
    "an agent cannot be reached": """
        caller Li +1555
        agent Ana +15551110001 unreachable
        Li: > 2
        < It was failed.
        """,
    "a machine answers and presses nothing": """
        caller Li +1555
        agent Ana +15551110001 voicemail after 4
        < Press 1 to talk.
        > ~
        = ended by app
        Li: > 2
        < It was completed.
        """,
    "an agent is rung twice": """
        caller Li +1555
        caller Wu +1666 after 60
        agent Ana +15551110001 refuses
        agent Ana +15551110001 answers
        > 1
        = talk with Wu
        > hang up
        Li: > 2
        < It was busy.
        Wu: > 2
        = talk with Ana
        < It was completed.
        """,
    "a page is closed without a word": """
        caller Li +1555
        agent Ana +15551110001 answers
        Li: > 2
        = talk with Ana
        < It was completed.
        Ana: > 1
        = talk with Li
        > wait 20
        > drop
        = ended by caller
        """,
    "two wait, one hangs up, an agent rings in and takes the other": """
        caller Li +1555
        caller Wu +1666 after 12
        agent Ana +1777 calls +15559990000 after 40
        Li: > 1
        = queue refund
        < You are number 1.
        > wait 20
        > hang up
        = ended by caller
        Wu: > 1
        = queue refund
        < You are number 2.
        < You are number 1.
        = talk with Ana
        > tell Hello?
        < Goodbye.
        Ana: > 4
        = talk with Wu
        < Hello?
        > hang up
        """,
    "three meet in a room, and tones are heard there": """
        caller Li +1555
        caller Wu +1666 after 5
        caller Yan +1777 after 9
        Li: > 3
        = room support
        = talk
        < tone 5
        < Hello both.
        > hang up
        Wu: > 3
        = room
        > tones 5
        < Hello both.
        > hang up
        Yan: > 3
        > tell Hello both.
        """,
    "a text is answered, also after the call": """
        caller Li +1555
        < Press a key.
        > 9
        = ended by app
        > text to +15559990000 YES please
        = text to +1555 You wrote YES
        """,
    "requests are late, and the call goes as written": """
        given fault delay 0 to 0.05
        given fault overtake /wait one in 3
        caller Li +1555
        < Press a key.
        > 1
        < You are number 1.
        > 5
        < Goodbye.
        """,
    "a key in the middle of a rest is pressed once the rest is over": """
        caller Li +1555
        < Press a key.
        > wait 3
        > 9
        = ended by app
        """,
}


@pytest.mark.parametrize("text", PASS.values(), ids=PASS)
def test_calls_that_go_as_written_pass(text):
    assert play(text) is None


FAIL = {
    "nobody talks": (
        "caller Li +1555\nagent Ana +15551110001 refuses\nLi: > 2\n= talk with Ana",
        "x.call:4: Li: expected the call to go:\n    talk with Ana\nwhat was heard after line 3:\n"
        "    = dial +15551110001\n    It was busy.",
    ),
    "somebody else says it": (
        "caller Li +1555\nagent Ana +15551110001\n> 1\n> tell Hi.\n> hang up\nLi: > 2\n< Hello.",
        "x.call:7: Li: expected to hear:\n    Hello.\nwhat was heard after line 6:\n    = dial +15551110001\n    = talk with Ana\n    Hi.",
    ),
    "who should be rung is not": ("caller Li +1555\nagent Ana +1888\n> 1\nLi: > 9", "x.call:2: Ana: was not on the line at all"),
    "a deed is left over": (
        "caller Li +1555\nagent Ana +15551110001\n> 1\n> wait 5\n> tell Hi.\nLi: > 2",
        "x.call:5: Ana: > tell Hi. was not used: the call had ended (",
    ),
}


@pytest.mark.parametrize(("text", "said"), FAIL.values(), ids=FAIL)
def test_a_leg_that_goes_another_way_is_told_with_its_line(text, said):
    assert (play(text) or "").startswith(said)


def test_all_that_went_another_way_is_told():
    told = play("caller Li +1555\ncaller Wu +1666\nLi: < Bye.\n> 9\nWu: < Hi.\n> 9")
    assert [line for line in told.splitlines() if line.startswith("x.call")] == [
        "x.call:3: Li: expected to hear:",
        "x.call:5: Wu: expected to hear:",
    ]


def rung_for(seed: int) -> float:
    """Ana, who answers after three to six seconds, is rung; tell after how many she answers."""
    heard: list[events.Event] = []
    clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    phone = Phone(line=WsgiLine(Application(PAGES), BASE), clock=clock, token="12345", seed=seed)
    script = read_transcript("caller Li +1555\nagent Ana +15551110001 answers after 3 to 6\nLi: > 2", "x.call")
    phone.play(Number("/"), script, heard.append)
    [rings] = [event.at for event in heard if event.leg == "Ana" and isinstance(event.what, events.Ringing)]
    [answers] = [event.at for event in heard if event.leg == "Ana" and isinstance(event.what, events.Answered)]
    return answers - rings


def test_a_time_to_answer_by_chance_goes_by_the_seed():
    times = [rung_for(seed) for seed in range(8)]
    assert len(set(times)) > 4
    assert all(3 <= seconds <= 6 for seconds in times)
    assert rung_for(3) == times[3]
