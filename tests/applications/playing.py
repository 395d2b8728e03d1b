"""Rings an application that knows nothing of this project as its `.call` file says, and tells what it was asked.

In such a file each request that the application should get stands where it is due: `# asked METHOD PATH FORM`, and an arrow with the
answer if that is not 200; `# asked 3 times …` is three alike in a row. Left out are what every request carries, a call status of
in-progress, how long the call took, and what Twilio does not document; a SID is only its first two letters. `# fails CODE` stands
where Twilio's debugger would show that error.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from ivr.simulator import events
from ivr.simulator.call import Number
from ivr.simulator.clock import Clock
from ivr.simulator.grammar import read_transcript
from ivr.simulator.line import Line
from ivr.simulator.phone import Ending, Phone
from ivr.simulator.reader import Reader

TOKEN = "12345"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
ASKED = re.compile(r"^# asked (.+)$", re.MULTILINE)
FAILS = re.compile(r"^# fails (\d+)$", re.MULTILINE)
SID = re.compile(r"\b([A-Z]{2})[0-9a-f]{32}\b")
LEFT_OUT = re.compile(
    "CallSid|AccountSid|From|To|Caller|Called|ApiVersion|Direction|CallToken"
    "|CallDuration|CallbackSource|Timestamp|SequenceNumber|msg|FinishedOnKey|Confidence"
)


@dataclass
class Played:
    """A call that is over: where it left its file, and all that happened."""

    file: Path
    ending: Ending
    mismatch: str | None
    happened: list[events.Event] = field(repr=False)

    @property
    def asked(self) -> list[str]:
        requests = groupby(written(event.what) for event in self.happened if isinstance(event.what, events.Request))
        return [f"{times} times {request}" if (times := len([*same])) > 1 else request for request, same in requests]

    @property
    def expected(self) -> list[str]:
        return ASKED.findall(self.file.read_text(encoding="utf-8"))

    @property
    def expected_codes(self) -> list[int]:
        return [int(code) for code in FAILS.findall(self.file.read_text(encoding="utf-8"))]

    @property
    def codes(self) -> list[int]:
        return [error.code for error in self.ending.errors]


def play(file: Path, number: Number, line: Line) -> Played:
    script = read_transcript(file.read_text(encoding="utf-8"), str(file))
    [part] = script.parts
    reader, happened = Reader(part, script.file), list[events.Event]()
    phone = Phone(line=line, clock=Clock(MONDAY), token=TOKEN, caller=part.number, carrier=script.carrier)
    return Played(file, phone.ring(number, reader, happened.append), reader.mismatch, happened)


def written(request: events.Request) -> str:
    """Write a request as a `# asked` line has it."""
    parts = urlsplit(request.url)
    sent = {tuple(pair) for pair in request.params.items()} if request.method == "GET" else set()
    query = "&".join(f"{name}={value}" for name, value in parse_qsl(parts.query, keep_blank_values=True) if (name, value) not in sent)
    form = {name: SID.sub(r"\1", value) for name, value in sorted(request.params.items()) if not LEFT_OUT.fullmatch(name)}
    if form.get("CallStatus") == "in-progress":
        del form["CallStatus"]
    address = unquote(parts.path) + ("?" + query if query else "")
    answer = [f"-> {request.status}"] if request.status != 200 else []
    return " ".join([request.method, address, *(f"{name}={value}" for name, value in form.items()), *answer])
