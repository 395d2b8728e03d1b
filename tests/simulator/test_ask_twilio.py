"""tools/ask_twilio.py: what it asks a live account, asked of the simulated carrier, where the answers are known."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from twilio.rest import Client

from ivr.simulator.signature import sign
from tools.ask_twilio import WANTED, Interview, receiver, told
from tools.questions import Line

ROOT = Path(__file__).parents[2]
ACCOUNT, TOKEN = "AC" + "0" * 32, "12345"
PUBLIC = "https://asking.example"


@pytest.fixture
def interview() -> Interview:
    return Interview(Line(Client(ACCOUNT, TOKEN), "+15550001111", "+15550002222", PUBLIC, lambda: 0.0))


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


@pytest.mark.parametrize(("token", "status"), [(TOKEN, 200), ("another", 403)])
def test_what_the_carrier_has_not_signed_is_refused(interview, token, status):
    form = {"CallSid": "CA1"}
    signature = sign(token, f"{PUBLIC}/0/start", list(form.items()))
    answer = receiver(interview, TOKEN).test_client().post("/0/start", data=form, headers={"X-Twilio-Signature": signature})
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
