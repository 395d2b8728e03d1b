"""What stands beside a real server, served from the test: the simulated carrier's office, and any other application."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.serving import make_server

from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Request

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
HOTLINE = "+15559990000"


class NoApplication:
    base_url = "https://hotline.example"


@dataclass
class Office:
    """The simulated carrier's REST API as a WSGI application, in real time."""

    exchange: Exchange
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        query, form = (parse_qsl(text, keep_blank_values=True) for text in (environ["QUERY_STRING"], body))
        headers = {"authorization": environ.get("HTTP_AUTHORIZATION", "")}
        with self.turn:
            self.exchange.clock.advance((datetime.now(UTC) - self.exchange.clock.now()).total_seconds())
            answer = RestApi(self.exchange).handle(Request(environ["REQUEST_METHOD"], environ["PATH_INFO"], query, form, headers))
        start(f"{answer.status} .", list(answer.headers.items()))
        return [answer.body]


def open_office(token: str) -> Office:
    """Open an office at which the hotline has its number."""
    exchange = Exchange(Clock(datetime.now(UTC)), NoApplication(), Account(token=token))
    exchange.assign(HOTLINE, Number("/voice"))
    return Office(exchange)


@contextmanager
def listening(app: Wsgi) -> Iterator[str]:
    """Serve an application, and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
