"""Callers for a server: several connections kept alive, each making whole calls.

Requests are written before the clock starts and answers read after it stops: callers that think take the processor's caches
from the server they measure.
"""

import re
import socket
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from urllib.parse import urlencode
from uuid import uuid4

from bench.calls import CALLS, Call, Form, WrongAnswer, bare, check_bare, check_turns, form, turns
from bench.server import BASE_URL, TOKEN, Server
from ivr.simulator.web.signature import sign

CONNECTIONS = 8
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Script:
    """The calls that are made, what is asked for each step of one, and how the answers are checked."""

    paths: Callable[[Call], list[str]]
    check: Callable[[Call, list[bytes]], None]
    calls: Sequence[Call] = CALLS

    @property
    def requests(self) -> int:
        """How many requests making every call once is."""
        return sum(len(call.steps) for call in self.calls)


BARE = Script(bare, check_bare)
TURNS = Script(turns, check_turns)


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


def measure(server: Server, script: Script, rounds: int, *, connections: int = CONNECTIONS, per_second: float | None = None) -> Cell:
    """Let every connection make every call some times, and check what came back.

    With `per_second` requests are due at that rate, however the server keeps up, and their time counts from when they were due.
    """
    gap = None if per_second is None else connections / per_second
    lines = [_Line(server.port, script, rounds, gap, place / connections) for place in range(connections)]
    cpu, began = server.cpu_seconds(), time.monotonic()
    for line in lines:
        line.thread.start()
    for line in lines:
        line.thread.join()
    seconds, cpu = time.monotonic() - began, server.cpu_seconds() - cpu
    for line in lines:
        line.check()
    return Cell(cpu, seconds, [latency for line in lines for latency in line.latencies])


def body_and_headers(path: str, form: Form) -> tuple[bytes, Mapping[str, str]]:
    """Give what the carrier would send to a path."""
    body = urlencode(form).encode()
    signature = sign(TOKEN, BASE_URL + path, form.items())
    return body, {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}


def written(path: str, form: Form) -> bytes:
    """Write a request as it goes over the wire."""
    body, headers = body_and_headers(path, form)
    lines = [f"POST {path} HTTP/1.1", "Host: hotline.example", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(slots=True)
class _Line:
    """One connection, the thread that makes calls over it, and all they were answered."""

    port: int
    script: Script
    rounds: int
    gap: float | None
    begins: float
    requests: list[bytes] = field(init=False)
    answers: list[bytes] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.requests = [request for call in self.calls for request in _requests(self.script, call)]
        self.thread = threading.Thread(target=self._run, daemon=True)

    @property
    def calls(self) -> list[Call]:
        return [*self.script.calls] * self.rounds

    def check(self) -> None:
        if len(self.answers) != len(self.requests):
            raise WrongAnswer(f"{len(self.answers)} answers to {len(self.requests)} requests: {self.answers[-1:]}")
        answers = iter(self.answers)
        for call in self.calls:
            self.script.check(call, [_body(next(answers)) for _ in call.steps])

    def _run(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=15) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request, due in zip(self.requests, self._due(), strict=False):
                began = time.perf_counter() if due is None else _wait_until(due)
                connection.sendall(request)
                self.answers.append(_receive(connection))
                self.latencies.append(time.perf_counter() - began)

    def _due(self) -> "repeat[None] | list[float]":
        if self.gap is None:
            return repeat(None)
        now = time.perf_counter()
        return [now + self.gap * (self.begins + place) for place in range(len(self.requests))]


def _wait_until(due: float) -> float:
    time.sleep(max(0, due - time.perf_counter()))
    return due


def _requests(script: Script, call: Call) -> list[bytes]:
    sid = f"CA{uuid4().hex}"
    return [written(path, form(sid, step)) for path, step in zip(script.paths(call), call.steps, strict=True)]


def _receive(connection: socket.socket) -> bytes:
    answer = b""
    while True:
        more = connection.recv(65536)
        answer += more
        head, blank, body = answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if blank else None
        if not more or (length is not None and len(body) >= int(length[1])):
            return answer


def _body(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise WrongAnswer(answer.decode())
    return body
