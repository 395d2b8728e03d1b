"""The two lines: in-process and over HTTP answer alike."""

from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from ivr.simulator.effects import Failure, Reply
from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import LineError, Outgoing, WsgiLine
from tests.simulator.asking import asked, client


def echo(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    seen = [environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_COOKIE", "")]
    return ["\n".join([*seen, body.decode(), environ["HTTP_X_TWILIO_SIGNATURE"]]).encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """Print nothing."""


@pytest.fixture
def served():
    server = make_server("127.0.0.1", 0, echo, handler_class=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


ADDRESSES = [
    "/p",
    "/余额?订单=退款&b=%E4%BD%99",
    "/a b?c='d'&e=[f]|{g}\"<h>^`\\",
    "/p?x=a+b%20c&&y",
    "/~a;b=c,d/@!$()*",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_both_lines_bring_the_same_request(served, address, method):
    answers = []
    http = HttpLine()
    for line in (WsgiLine(echo, served), http):
        by = client()
        replies = [asked(line, served + address, method, by, {"Digits": "1#", "SpeechResult": "退款"}) for _ in range(2)]
        assert all(isinstance(reply, Reply) for reply in replies)
        answers.append([reply.body for reply in replies])
    http.close()
    assert answers[0] == answers[1]


def test_nobody_at_the_other_end_is_a_connect_failure():
    line = HttpLine()
    outcome = asked(line, "http://127.0.0.1:9/p")
    line.close()
    assert isinstance(outcome, Failure)
    assert outcome.code == 11201


def test_the_in_process_line_reaches_its_application_only():
    with pytest.raises(LineError, match="nothing answers at"):
        WsgiLine(echo).send(Outgoing("GET", "https://elsewhere.example/p", {}, b""))
