"""What the simulated carrier costs: scripted calls in this process against the same signed requests from a bare WSGI client."""

import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from pydantic import SecretStr
from werkzeug.test import Client

from bench.calls import CALLS
from bench.server import BASE_URL, TOKEN
from ivr.app import build, create_app
from ivr.config import Config
from ivr.logs import configure_logs
from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.number import Number
from ivr.simulator.web.client import ACCEPT, SIGNATURE
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.signature import sign

MENUS = Path(__file__).parent.parent / "menus"
MOST = 1.3
"""How much of the bare client's CPU the carrier may need."""
TIMES = 4
"""How often each call is made in a round, by turns: what else the machine does then falls on both alike."""
STANDING = {"User-Agent": "TwilioProxy/1.1", "Accept": ACCEPT, "Cache-Control": "max-age=259200"}
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
Requests = Sequence[tuple[str, str, Mapping[str, str]]]


@dataclass
class Hotline:
    """The shipped menus with a store of their own."""

    numbers: Iterator[int] = field(default_factory=lambda: count(8613800000000))

    def __post_init__(self) -> None:
        configure_logs(logging.WARNING, sys.stderr)
        config = Config(
            twilio_auth_token=SecretStr(TOKEN),
            secret_key=SecretStr("only for the bench, no call is real"),
            base_url=BASE_URL,
            database_url="sqlite:///:memory:",
            menus=MENUS,
        )
        self.application = build(config, clock=lambda: MONDAY)
        self.app = create_app(self.application)

    def close(self) -> None:
        self.application.store.close()

    def ring(self, inputs: str) -> Requests:
        """Let the simulated carrier make a call; give its requests."""
        sent: list[tuple[str, str, Mapping[str, str]]] = []

        def note(event: events.Event) -> None:
            if isinstance(event.what, events.Request):
                sent.append((event.what.method, event.what.url, event.what.params))

        phone = Phone(line=WsgiLine(self.app, BASE_URL), clock=Clock(MONDAY), token=TOKEN, caller=f"+{next(self.numbers)}")
        phone.ring(Number("/voice/incoming", status="/voice/status"), Inputs(read_inputs(inputs)), note)
        return sent

    def post(self, requests: Requests) -> None:
        """Send the requests of a call once more, as the call of somebody else."""
        client = Client(self.app)
        of_this_call = {"CallSid": f"CA{uuid4().hex}"} | dict.fromkeys(("From", "Caller"), f"+{next(self.numbers)}")
        for method, url, params in requests:
            form = {**params, **of_this_call} if params else {}
            headers = {**STANDING, "I-Twilio-Idempotency-Token": str(uuid4()), SIGNATURE: sign(TOKEN, url, form.items())}
            answer = client.open(url.removeprefix(BASE_URL), base_url=BASE_URL, method=method, data=form, headers=headers)
            if answer.status_code >= 400:
                raise SystemExit(f"{url} answered {answer.status}")
            answer.get_data()
            answer.close()


def ratios(rounds: int) -> Iterator[float]:
    """Give, round by round, the carrier's CPU as a multiple of the bare client's; each call is made by turns."""
    with closing(Hotline()) as hotline:
        scripts = [f"{call.inputs},hangup" for call in CALLS]
        calls = [(partial(hotline.ring, script), partial(hotline.post, hotline.ring(script))) for script in scripts] * TIMES
        for _ in range(rounds):
            pairs = [(cpu_seconds(simulated), cpu_seconds(bare)) for simulated, bare in calls]
            yield sum(carrier for carrier, _ in pairs) / sum(bare for _, bare in pairs)


def cpu_seconds(act: Callable[[], Any]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def carrier(rounds: int) -> float:
    """Print what the carrier costs; the median over the rounds is given."""
    size = f"{rounds} rounds, each of {len(CALLS) * TIMES} calls both ways"
    click.echo(f"\nCalls by the simulated carrier against their bare requests: {size}.")
    found = list(ratios(rounds))
    middle = statistics.median(found)
    click.echo(f"The carrier needs {middle:.2f} times their CPU ({min(found):.2f} to {max(found):.2f}).")
    return middle
