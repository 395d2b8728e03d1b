"""Applications that are stuck, endless or broken: what comes of asking them, and that it is over in time and takes little memory."""

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from threading import Thread

import pytest

from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import MOST_BYTES, Incoming, LineError, Outgoing, WsgiLine

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
BUDGET = 0.6
BODY = b"Digits=1"
CLOSES = b"Connection: close\r\n"
"""Or the next request comes by a connection that is being closed."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n" + CLOSES
MEGABYTE = b" " * 2**20
TLS_HELLO = b"\x16"


def says(text: bytes) -> Answer:
    async def answer(out: asyncio.StreamWriter) -> None:
        out.write(text)

    return answer


def trickles(head: bytes, piece: bytes) -> Answer:
    async def answer(out: asyncio.StreamWriter) -> None:
        out.write(head)
        while True:
            out.write(piece)
            await out.drain()
            await asyncio.sleep(BUDGET / 10)

    return answer


def pours(head: bytes, megabytes: int) -> Answer:
    async def answer(out: asyncio.StreamWriter) -> None:
        out.write(head)
        for _ in range(megabytes):
            out.write(MEGABYTE)
            await out.drain()

    return answer


async def resets(out: asyncio.StreamWriter) -> None:
    out.write(HEAD + b"Content-Length: 100\r\n\r\n<Resp")
    await out.drain()
    out.transport.abort()


async def says_nothing(out: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


GZIP = b"\x1f\x8b\x08" + b"\0" * 10
BROKEN = {
    # path: what is answered, the stage, Twilio's code and words of the message
    "/silent": (says_nothing, "rt", 11205, "did not answer in time"),
    "/slow-head": (trickles(b"HTTP/1.1 200 OK\r\nX: ", b"a"), "rt", 11205, "did not answer in time"),
    "/hints": (trickles(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), "rt", 11205, "did not answer in time"),
    "/slow-body": (trickles(HEAD + b"Content-Length: 1000000\r\n\r\n", b"<"), "", 11205, "did not answer in time"),
    "/half": (resets, "", 11200, "Error"),
    "/nothing": (says(b""), "rt", 11200, "disconnected"),
    "/not-http": (says(b"220 mail ready\r\n\r\n"), "rt", 11200, "ClientResponseError"),
    "/long-header": (says(HEAD + b"X: " + b"a" * 100_000 + b"\r\n\r\n"), "rt", 11200, "ClientResponseError"),
    "/many-headers": (says(HEAD + b"X: a\r\n" * 100_000 + b"\r\n"), "rt", 11200, "ClientResponseError"),
    "/bad-length": (says(HEAD + b"Content-Length: many\r\n\r\n"), "rt", 11200, "ClientResponseError"),
}
ENDLESS = {
    "/50-mb": pours(HEAD + b"Content-Length: 52428800\r\n\r\n", 50),
    "/no-end": pours(HEAD + b"\r\n", 10_000),
    "/chunks": pours(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n", 10_000),
}
SOUND = {
    "/zipped": says(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 13\r\n\r\n" + GZIP),
    "/latin": says(b"HTTP/1.1 302 Found\r\nLocation: /\xff\r\nContent-Length: 0\r\n" + CLOSES + b"\r\n"),
}
PAGES = {path: row[0] for path, row in BROKEN.items()} | ENDLESS | SOUND


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        first = await reader.readexactly(1)
        head = b"" if first == TLS_HELLO else await reader.readuntil(b"\r\n\r\n")
        if head:  # what is left unread when a connection closes resets it
            await reader.readuntil(BODY)
        answer = PAGES[head.split(b" ")[1].decode()] if head else says(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await answer(writer)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Future()

    async def run() -> None:
        over = asyncio.Event()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        started.set_result((asyncio.get_running_loop(), over, server.sockets[0].getsockname()[1]))
        await over.wait()
        server.close()

    thread = Thread(target=lambda: asyncio.run(run()))
    thread.start()
    loop, over, port = started.result()
    yield f"http://127.0.0.1:{port}"
    loop.call_soon_threadsafe(over.set)
    thread.join()


@pytest.fixture(scope="module")
def line() -> Iterator[HttpLine]:
    line = HttpLine()
    yield line
    line.close()


def ask(line: HttpLine, url: str) -> Incoming:
    return line.send(Outgoing("POST", url, {}, BODY, total_seconds=BUDGET))


@pytest.mark.parametrize("path", BROKEN)
def test_a_broken_answer_is_a_clear_error_in_time(line, address, path):
    _, stage, code, words = BROKEN[path]
    began = time.monotonic()
    with pytest.raises(LineError, match=f"{address}{path}: .*{words}") as caught:
        ask(line, address + path)
    assert (caught.value.stage, caught.value.code) == (stage, code)
    assert caught.value.seconds <= time.monotonic() - began < 2 * BUDGET


@pytest.mark.parametrize("path", ENDLESS)
def test_of_an_endless_answer_a_little_is_read(line, address, path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = ask(line, address + path)
    assert (answer.status, len(answer.body)) == (200, MOST_BYTES)
    assert answer.seconds < BUDGET
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_what_is_compressed_is_left_so(line, address):
    assert ask(line, address + "/zipped").body == GZIP


def test_headers_that_are_no_text_are_read(line, address):
    assert ask(line, address + "/latin").headers[0] == ("Location", "/\ufffd")


NOBODY = [
    ("http://127.0.0.1:9/", 11201, "could not connect"),
    ("http://nobody.invalid/", 11210, "there is no such host"),
    ("http://:/", 11200, "InvalidUrl"),
    ("http://a b/", 11210, "there is no such host"),
]


@pytest.mark.parametrize(("url", "code", "words"), NOBODY)
def test_where_nobody_answers_it_says_so(line, url, code, words):
    with pytest.raises(LineError, match=words) as caught:
        ask(line, url)
    assert caught.value.code == code


def test_a_server_without_tls_is_a_failure_to_connect(line, address):
    with pytest.raises(LineError, match="no TLS connection") as caught:
        ask(line, address.replace("http:", "https:") + "/nothing")
    assert (caught.value.stage, caught.value.code) == ("ct", 11220)


def endless(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/xml")])
    while True:
        yield MEGABYTE


def slow(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/xml")])
    until = time.monotonic() + 10 * BUDGET
    while time.monotonic() < until:
        yield b" "


def test_an_endless_application_in_process_is_left():
    answer = WsgiLine(endless, "http://h").send(Outgoing("POST", "http://h/", {}, b""))
    assert (answer.status, len(answer.body)) == (200, MOST_BYTES)


def test_a_trickling_application_in_process_is_left_when_its_time_is_up():
    answer = WsgiLine(slow, "http://h").send(Outgoing("POST", "http://h/", {}, b"", total_seconds=0.05, most_bytes=2**40))
    assert 0.05 < answer.seconds < BUDGET
