"""A wallet that answers as it is told, right or wrong, over real HTTP, and remembers what it was asked and what it did."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BALANCE = {"free": {"amount": 12800, "currency": "CNY"}, "held": {"amount": 0, "currency": "CNY"}}
FROZEN = {"reference": "70000001", "since": "2026-03-02T10:00:00+08:00"}
ACCOUNT = "600100000001"
WELL = {"find": {"id": ACCOUNT, "last4": "0001", "name": "芳", "age": "adult"}, "balance": BALANCE, "freeze": FROZEN}
"""What is answered when all is well, by the end of the address."""
NEVER_SECONDS = 60


@dataclass(frozen=True)
class Said:
    """One request: what was asked, with which key, over which connection."""

    line: str
    key: str
    bearer: str
    connection: int


@dataclass
class Hostile:
    """Answers each request by the next of `answers`, the last for ever. `deeds` are the keys under which something was done."""

    answers: list["Answer"]
    url: str = ""
    asked: list[Said] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    def next(self, said: Said) -> "Answer":
        self.asked.append(said)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    hostile: Hostile

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = self.headers.get("Idempotency-Key", "")
        said = Said(f"{self.command} {self.path}", key, self.headers.get("Authorization", ""), self.client_address[1])
        self.hostile.next(said)(self)

    do_POST = do_GET  # noqa: N815

    def done(self) -> None:
        """Do what is asked, once for each key."""
        key = self.headers.get("Idempotency-Key", "")
        if key and key not in self.hostile.deeds:
            self.hostile.deeds.append(key)

    def tell(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drop(self) -> None:
        """End the connection without another word."""
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Goes on when a client has had enough."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that hang up are what it is for."""


Answer = Callable[[Handler], None]


def well(body: Any = None) -> Answer:
    """Do it, and say so."""

    def answer(handler: Handler) -> None:
        handler.done()
        usual = WELL[handler.path.rpartition("/")[2]]
        handler.tell(201 if handler.headers.get("Idempotency-Key") else 200, json.dumps(usual if body is None else body).encode())

    return answer


def refusing(code: str, status: int = 409, **details: Any) -> Answer:
    return lambda handler: handler.tell(status, json.dumps({"error": {"code": code, "message": "No.", **details}}).encode())


def after(seconds: float, then: Answer) -> Answer:
    """Let the client wait; whoever closes the server does not wait too."""

    def answer(handler: Handler) -> None:
        if not handler.hostile.gone.wait(seconds):
            then(handler)

    return answer


def twice(handler: Handler) -> None:
    """Do it once more than asked."""
    handler.done()
    well()(handler)


def raw(status: int, body: bytes) -> Answer:
    return lambda handler: handler.tell(status, body)


def half_way(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(json.dumps(BALANCE).encode())
    handler.drop()


def lost(handler: Handler) -> None:
    """Do it, and never say so."""
    handler.done()
    handler.drop()


def dripping(handler: Handler) -> None:
    """A byte every so often, for ever: no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        while not handler.hostile.gone.wait(0.3):
            handler.wfile.write(b" ")
    except OSError:
        handler.drop()


def trickling(handler: Handler) -> None:
    """A header that goes on for ever: none of the answer is there yet, and no single wait is long."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not handler.hostile.gone.wait(0.3):
            handler.wfile.write(b"a")
    except OSError:
        handler.drop()


never = after(NEVER_SECONDS, well())


@contextmanager
def hostile(*answers: Answer) -> Iterator[Hostile]:
    """Serve until the block ends."""
    told = Hostile(list(answers))
    server = Server(("127.0.0.1", 0), type("Told", (Handler,), {"hostile": told}))
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.gone.set()
        server.shutdown()
        thread.join()
        server.server_close()
