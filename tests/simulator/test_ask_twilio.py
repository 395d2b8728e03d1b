"""tools/ask_twilio.py: what it asks a live account, asked of the simulated carrier, where the answers are known."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from twilio.rest import Client

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Key
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.people.handset import Handsets
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.signature import sign
from ivr.simulator.web.wire import DirectWire
from tools.ask_twilio import WANTED, Interview, receiver, told
from tools.questions import QUESTIONS, Line, Question

ROOT = Path(__file__).parents[2]
ACCOUNT = Account("AC" + "1" * 32, "12345")
ONE, OTHER = "+15550001111", "+15550002222"
PUBLIC = "https://asking.example"


@dataclass
class Side:
    """One end of a call between two numbers of the account: it only tells the other end what it hears."""

    tell: Callable[[events.What], None]
    is_done = True

    def interrupts(self, moment):
        return None

    def answers(self, moment):
        return None

    def hears(self, event):
        self.tell(event.what)


class Numbered:
    """A number of the account, rung by another: an application answers it, its tones arrive, and the two ends end together."""

    name = "other"
    gets_texts = False

    def rung(self, exchange, leg):
        def told(what):
            match what:
                case events.Answered():
                    exchange.take(leg, Side(lambda what: exchange.hang_up(far) if isinstance(what, events.Ended) else None))
                case events.Play(digits=digits):
                    for key in digits:
                        exchange.sound(leg, Key(key))
                case events.Ended():
                    exchange.hang_up(leg)

        far = exchange.ring(Number("/callee"), Side(told), leg.caller, leg.called, name="other")


def interviewed(unsure: Unsure, questions: tuple[Question, ...] = QUESTIONS) -> Interview:
    """Ask a carrier that behaves so."""
    clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    client = Client(ACCOUNT.sid, ACCOUNT.token)
    interview = Interview(Line(client, ONE, OTHER, PUBLIC, lambda: clock.elapsed), questions)
    wire = DirectWire(WsgiLine(receiver(interview, ACCOUNT.token), PUBLIC))
    exchange = Exchange(clock, wire, ACCOUNT, unsure=unsure, handsets=Handsets({OTHER: Numbered()}))
    exchange.numbers |= {ONE: Number("/callee"), OTHER: Number("/callee")}
    client.http_client = InProcess(RestApi(exchange))
    while interview.tick():
        clock.advance(1.0)
    return interview


@pytest.fixture
def interview() -> Interview:
    return Interview(Line(Client(ACCOUNT.sid, ACCOUNT.token), ONE, OTHER, PUBLIC, lambda: 0.0))


def test_without_credentials_it_says_that_it_has_not_been_run_and_what_it_wants():
    done = subprocess.run(
        [sys.executable, "-m", "tools.ask_twilio"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in WANTED},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("This has not been run against a live account yet.\n")
    assert all(name in done.stderr for name in WANTED)


@pytest.mark.parametrize(("token", "status"), [(ACCOUNT.token, 200), ("another", 403)])
def test_what_the_carrier_has_not_signed_is_refused(interview, token, status):
    form = {"CallSid": "CA1"}
    signature = sign(token, f"{PUBLIC}/0/start", list(form.items()))
    answer = receiver(interview, ACCOUNT.token).test_client().post("/0/start", data=form, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == status


def test_answers_are_told_as_unsure_takes_them(interview):
    assert [*told(interview)] == ["--unsure default"]
    interview.answers |= {"obeys_redirected": True, "recording_sid": True, "lists_lag": False, "a label": "done"}
    interview.unanswered[3] = "nobody came"
    assert [*told(interview)] == [
        "obeys_redirected: yes (not as assumed)",
        "recording_sid: yes",
        "lists_lag: no (not as assumed)",
        "a label: done",
        "question 3 has no answer: nobody came",
        "--unsure flip:obeys_redirected,lists_lag",
    ]


KNOWN = {
    "action_before_move": 1,
    "obeys_redirected": 1,
    "unstarted_room_ends": 2,
    "dial_action_when_moved": 3,
    "dial_action_on_hangup": 3,
    "held_leg_goes_on": 4,
    "number_fallback_after_dequeue": 6,
    "finished_on_key": 7,
    "digits_when_empty": 7,
    "lists_lag": 8,
    "queue_parameters_in_gather": 9,
}
"""What is asked about by which question."""


def test_a_carrier_that_does_what_is_assumed_is_told_of_so():
    interview = interviewed(Unsure())
    assert interview.unanswered == {}
    assert {name: answer for name, answer in interview.answers.items() if isinstance(answer, bool)} == {
        name: getattr(Unsure(), name) for name in KNOWN
    }
    assert {name: answer for name, answer in interview.answers.items() if isinstance(answer, str)} == {
        "DialCallStatus when the owner has ended the room": "answered",
        "Digits on the fallback of a Gather's action": "none",
        "FinishedOnKey after a finish key alone": "#",
        "FinishedOnKey after silence": "",
        "seconds until a room is listed": "2",
        "an update by label before the room starts": "done",
        "QueueResult after Leave from a Gather's action": "leave",
    }
    assert [*told(interview)][-1] == "--unsure default"


@pytest.mark.parametrize("name", KNOWN)
def test_one_that_does_otherwise_is_told_of_as_such(name):
    interview = interviewed(Unsure().flipped(name), tuple(question for question in QUESTIONS if question.number == KNOWN[name]))
    assert interview.unanswered == {}
    assert [*told(interview)][-1] == f"--unsure flip:{name}"


@pytest.mark.parametrize("obeys", [True, False])
@pytest.mark.parametrize("action_first", [True, False])
def test_the_order_of_action_and_move_is_told_apart_from_which_is_obeyed(action_first, obeys):
    answers = interviewed(Unsure(action_before_move=action_first, obeys_redirected=obeys), QUESTIONS[:1]).answers
    assert answers == {"action_before_move": action_first, "obeys_redirected": obeys}


def test_a_question_that_the_carrier_does_not_answer_is_named():
    unheard = Question(1, "Does anybody ask for what nobody leads to?", lambda scene: waiting_for("nothing"), {})
    assert interviewed(Unsure(), (unheard,)).unanswered == {1: "nothing was not asked for within 60 seconds"}


def waiting_for(document):
    yield document
