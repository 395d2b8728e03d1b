"""Callers for a server: several connections kept alive, each driving whole calls and checking every answer."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from bench.calls import CALLS, Call, Exchange, Form, WrongAnswer
from bench.server import BASE_URL, TOKEN, Server
from ivr.simulator.signature import sign

CONNECTIONS = 8
Script = Callable[[Call, str], Exchange]
Post = Callable[[str, Form], bytes]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one stretch of load has cost, and how long each request took."""

    cpu_seconds: float
    seconds: float
    latencies: list[float]

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.cpu_seconds + other.cpu_seconds, self.seconds + other.seconds, self.latencies + other.latencies)

    @property
    def cpu_micros(self) -> float:
        return self.cpu_seconds / len(self.latencies) * 1e6

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def millis(self, percent: int) -> float:
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000


def measure(server: Server, script: Script, seconds: float) -> Cell:
    """Load a server for some seconds, to the end of the calls begun in them."""
    lines = [_Line(server.port, script, number) for number in range(CONNECTIONS)]
    cpu, began = server.cpu_seconds(), time.monotonic()
    for line in lines:
        line.start(began + seconds)
    latencies = [latency for line in lines for latency in line.end()]
    return Cell(server.cpu_seconds() - cpu, time.monotonic() - began, latencies)


def request(path: str, form: Form) -> tuple[bytes, dict[str, str]]:
    """Give the body and the headers that the carrier would send."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": sign(TOKEN, BASE_URL + path, form.items())}
    return urlencode(form).encode(), headers


def play(exchange: Exchange, post: Post) -> None:
    """Play a call to its end."""
    path, form = next(exchange)
    while True:
        answer = post(path, form)
        try:
            path, form = exchange.send(answer)
        except StopIteration:
            return


@dataclass(slots=True)
class _Line:
    """One connection and the thread that makes calls over it."""

    port: int
    script: Script
    number: int
    latencies: list[float] = field(default_factory=list)
    failure: Exception | None = None
    thread: threading.Thread | None = None

    def start(self, until: float) -> None:
        self.thread = threading.Thread(target=self._run, args=(until,), daemon=True)
        self.thread.start()

    def end(self) -> list[float]:
        if self.thread is not None:
            self.thread.join()
        if self.failure is not None:
            raise self.failure
        return self.latencies

    def _run(self, until: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            while time.monotonic() < until:
                self.number += 1
                play(self.script(CALLS[self.number % len(CALLS)], f"CA{uuid4().hex}"), lambda *asked: self._post(connection, *asked))
        except Exception as error:
            self.failure = error
        finally:
            connection.close()

    def _post(self, connection: http.client.HTTPConnection, path: str, form: Form) -> bytes:
        body, headers = request(path, form)
        began = time.monotonic()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        self.latencies.append(time.monotonic() - began)
        if answer.status != 200:
            raise WrongAnswer(f"{path} answered {answer.status}: {text.decode()}")
        return text
