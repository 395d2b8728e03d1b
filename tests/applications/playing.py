"""Rings an application that knows nothing of this project as its `.call` file says, and tells what it was asked.

In such a file each request that the application should get stands where it is due, or in a block of their own where several are on the
line: `# asked METHOD PATH FORM`, and an arrow with the answer if that is not 200; `# asked 3 times …` is three alike in a row. Left out
are what every request carries, a call status of in-progress, what is false of a participant, how long a call took, and what Twilio does
not document. A SID is only its first two letters, and whom a request is about is told where that is not who rang.
`# fails CODE` stands where Twilio's debugger would show that error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, unquote, urlsplit

from twilio.rest import Client

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.cast import Cast
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.simulator.web.faults import Fault, Faulty, Plan
from ivr.simulator.web.line import Line
from ivr.simulator.web.wire import DirectWire

ACCOUNT = Account("AC" + "0" * 32, "12345")
RUNG = "+15559990000"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
ASKED = re.compile(r"^# asked (.+)$", re.MULTILINE)
FAILS = re.compile(r"^# fails (\d+)$", re.MULTILINE)
SID = re.compile(r"\b([A-Z]{2})[0-9a-f]{32}\b")
LEFT_OUT = re.compile(
    "CallSid|AccountSid|From|Caller|Called|ApiVersion|Direction|CallToken|CallDuration|DialCallDuration"
    "|CallbackSource|Timestamp|msg|FinishedOnKey|Confidence"
)
FLAGS = ("Coaching", "EndConferenceOnExit", "Hold", "Muted", "StartConferenceOnEnter")
USUAL = {("CallStatus", "in-progress"), ("To", RUNG), *((flag, "false") for flag in FLAGS)}


@dataclass
class Played:
    """Calls that are over: where they left their file, and all that happened."""

    file: Path
    mismatch: str | None
    happened: list[events.Event] = field(repr=False)

    @property
    def asked(self) -> list[str]:
        requests = groupby(written(event.what) for event in self.happened if isinstance(event.what, events.Request))
        return [f"{times} times {request}" if (times := len([*same])) > 1 else request for request, same in requests]

    @property
    def transcript(self) -> dict[str, list[str]]:
        """What each heard and did, and what came of it, with the marks of a `.call` file."""
        written: dict[str, list[str]] = {}
        for event in self.happened:
            match event.what:
                case events.Say(text) | events.Heard(_, text):
                    line = f"< {text}"
                case events.Digits(keys):
                    line = f"> {keys}"
                case events.Record(_, seconds):
                    line = f"> rec {seconds}"
                case events.Enqueue(place) | events.Joined(place) | events.Talk(place):
                    line = f"= {type(event.what).__name__.lower()} {place}"
                case events.Text(_, to, body):
                    line = f"= text to {to} {body}"
                case events.Ended(by):
                    line = f"= ended by {by}"
                case _:
                    continue
            written.setdefault(event.leg, []).append(SID.sub(r"\1", line))
        return written

    @property
    def expected(self) -> list[str]:
        return ASKED.findall(self.file.read_text(encoding="utf-8"))

    @property
    def codes(self) -> list[str]:
        errors = (event.what for event in self.happened if isinstance(event.what, events.Error))
        return [str(error.code) for error in errors if error.severity == "error"]

    @property
    def expected_codes(self) -> list[str]:
        return FAILS.findall(self.file.read_text(encoding="utf-8"))


def play(file: Path, numbers: Mapping[str, Number], line: Line, client: Client, faults: tuple[Fault, ...] = (), seed: int = 0) -> Played:
    """Play a file; `client` is what the application asks Twilio with, which is the carrier here."""
    script, happened = read_transcript(file.read_text(encoding="utf-8"), str(file)), list[events.Event]()

    def tell(event: events.Event) -> None:
        happened.append(event)
        if isinstance(event.what, events.Text):
            cast.reads(event)

    clock = Clock(MONDAY)
    wire = Faulty(DirectWire(line), clock, Plan((*script.carrier.faults, *faults), Random(seed)))
    exchange = Exchange(clock, wire, ACCOUNT, carrier=script.carrier, tell=tell)
    exchange.numbers |= numbers
    client.http_client = InProcess(RestApi(exchange))
    cast = Cast(script, exchange, numbers[RUNG], RUNG)
    cast.play()
    return Played(file, cast.mismatch, happened)


def written(request: events.Request) -> str:
    """Write a request as a `# asked` line has it."""
    parts = urlsplit(request.url)
    sent = {tuple(pair) for pair in request.params.items()} if request.method == "GET" else set()
    query = "&".join(f"{name}={value}" for name, value in parse_qsl(parts.query, keep_blank_values=True) if (name, value) not in sent)
    told = {pair for pair in request.params.items() if not LEFT_OUT.fullmatch(pair[0])} - USUAL
    form = [f"{name}={value}" for name, value in sorted(told)]
    address = unquote(parts.path) + ("?" + query if query else "")
    answer = [f"-> {request.status}"] if request.status != 200 else []
    return SID.sub(r"\1", " ".join([request.method, address, *form, *answer]))
