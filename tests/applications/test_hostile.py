"""Applications that are stuck or hostile, rung over HTTP as a person rings them: the call ends in time and says what was wrong."""

import threading
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from ivr.cli import main

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\n\r\n"
BOMB = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10))
DOCUMENTS = {
    "/redirect": b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /redirect\r\n\r\n",
    "/again": HEAD + b"<Response><Redirect>/again</Redirect></Response>",
    "/bomb": HEAD + b'<!DOCTYPE R [<!ENTITY e0 "ha">' + BOMB + b"]><Response><Say>&e9;</Say></Response>",
    "/entity": HEAD + b'<!DOCTYPE R [<!ENTITY e SYSTEM "file:///etc/hostname">]><Response><Say>&e;</Say></Response>',
}
MEGABYTES, SECONDS, MOST_BYTES = 50, 0.5, 20_000_000
ENDS = [
    # address, the words of the error
    ("/redirect", "more than 10 redirects"),
    ("/again", "100 documents in a row with no time between"),
    ("/huge", "more than 65536 bytes"),
    (f"/trickle#tt={SECONDS * 1000:.0f}", "did not answer in time"),
    ("/bomb", "document type"),
    ("/entity", "document type"),
]


class Hostile(BaseHTTPRequestHandler):
    closing = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        try:
            match self.path:
                case "/huge":
                    self.wfile.write(HEAD)
                    for _ in range(MEGABYTES):
                        self.wfile.write(b" " * 2**20)
                case "/trickle":
                    self.wfile.write(HEAD + b"<")
                    self.closing.wait(60)
                case _:
                    self.wfile.write(DOCUMENTS[self.path])
        except ConnectionError:
            pass

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Hostile.closing.set()
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.mark.parametrize(("path", "words"), ENDS)
def test_the_call_ends_in_time_with_little_memory_and_says_why(address: str, path: str, words: str) -> None:
    tracemalloc.start()
    began = time.monotonic()
    told = CliRunner().invoke(main, ["call", address + path, "--inputs", ""])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert words in " ".join(told.output.split())
    assert "an application error has occurred" in told.output
    assert told.exit_code == 1
    assert time.monotonic() - began < 10 * SECONDS
    assert most < MOST_BYTES
