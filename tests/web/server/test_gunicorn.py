"""What only the real server can show: bodies in chunks, odd request lines, and what its processes write."""

import json
import os
import shutil
import signal
import socket
from contextlib import closing
from urllib.parse import urlencode

import httpx2

from ivr.simulator.web.signature import sign

TOKEN = "0123456789abcdef"
ORDER = "7788990011"
FORM = {"CallSid": "CA" + "7" * 32, "From": "+8613912345678", "To": "+15559990000", "CallStatus": "in-progress"}


def talk(server, line: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    """Send bytes as they are and give the status and all that came back."""
    host = server.url.removeprefix("http://")
    head = "\r\n".join([line, f"Host: {host}", "Connection: close", *(f"{name}: {value}" for name, value in headers.items())])
    with closing(socket.create_connection(tuple(host.split(":")), timeout=10)) as line_out:
        line_out.sendall(f"{head}\r\n\r\n".encode("latin-1") + body)
        answer = b""
        while part := line_out.recv(65536):
            answer += part
    return int(answer.split(b" ", 2)[1]), answer


def signed(server, path: str, **given: str) -> tuple[dict[str, str], bytes]:
    form = FORM | given
    signature = sign(TOKEN, server.url + path, form.items())
    return {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode()


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def ask(server, path: str, **given: str) -> tuple[int, bytes]:
    headers, body = signed(server, path, **given)
    return talk(server, f"POST {path} HTTP/1.1", headers | {"Content-Length": str(len(body))}, body)


def check_chunks(server) -> None:
    headers, body = signed(server, "/voice/incoming")
    status, answer = talk(server, "POST /voice/incoming HTTP/1.1", headers | {"Transfer-Encoding": "chunked"}, chunked(body))
    assert (status, b"<Gather" in answer) == (200, True)
    status, _ = talk(server, "POST /voice/incoming HTTP/1.1", headers | {"Transfer-Encoding": "chunked"}, chunked(b"a=" + b"1" * 65536))
    assert status == 413


LINES = [
    ("POST http://stranger.example/voice/incoming HTTP/1.1", 403),
    ("POST /voice/incoming?e=%E4%BD%99 HTTP/1.1", 403),
    ("POST //voice/incoming HTTP/1.1", 404),
    ("POST /voice/../voice/incoming HTTP/1.1", 404),
    ("BREW /voice/incoming HTTP/1.1", 405),
    ("POST /voice/incoming\xff HTTP/1.1", 400),
    ("POST /voice/incoming?\xff HTTP/1.1", 400),
    ("POST /voice/incoming HTTP/1.0", 200),
]


def check_lines(server) -> None:
    headers, body = signed(server, "/voice/incoming")
    for line, expected in LINES:
        status, _ = talk(server, line, headers | {"Content-Length": str(len(body))}, body)
        assert status == expected, line


def check_logs(server) -> None:
    ask(server, "/voice/turn?n=1", Digits="1")
    ask(server, "/voice/turn?n=2", Digits=ORDER, FinishedOnKey="#")
    ask(server, "/voice/turn?n=2", Digits=ORDER, FinishedOnKey="#")
    server.wait_until(lambda: server.log.read_text().count('"event": "turn"') >= 5)
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    turns = [line for line in lines if line["event"] == "turn"]
    assert [(line["turn"], line["replayed"]) for line in turns] == [(1, False), (1, True), (2, False), (3, False), (3, True)]
    text = server.log.read_text()
    assert FORM["CallSid"] in text, "the search finds what is there"
    assert [secret for secret in (ORDER, FORM["From"], "13912345678", "139123") if secret in text] == []


def check_metrics(server) -> None:
    """However many processes answered, and each scrape reaches whichever it does, the figures are of all of them."""
    for _ in range(8):
        page = httpx2.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
        assert "ivr_calls_total 1.0" in page
        assert 'ivr_turns_total{event="DigitsPressed",result="replayed"} 1.0' in page


def kill_workers(server) -> None:
    killed = server.workers()
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    server.wait_until(lambda: len(server.workers() - killed) == 2 and server.is_ready())


def check_metrics_survive(server) -> None:
    """Neither a dead worker nor a folder that somebody cleaned up takes the counting away, or leaves anything behind."""
    (folder,) = server.log.parent.glob("ivr-metrics-*")
    kill_workers(server)
    check_metrics(server)
    shutil.rmtree(folder)
    kill_workers(server)
    assert ask(server, "/voice/turn?n=2", Digits=ORDER)[0] == 200


def test_the_real_server(server):
    """One server for all of it: starting one takes longer than asking it."""
    check_chunks(server)
    check_lines(server)
    check_logs(server)
    check_metrics(server)
    check_metrics_survive(server)
    assert server.journal() == [(FORM["CallSid"], turn) for turn in (0, 1, 2)]
    server.master.terminate()
    server.master.wait(30)
    assert not list(server.log.parent.glob("ivr-metrics-*"))
