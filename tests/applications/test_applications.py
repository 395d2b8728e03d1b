"""Applications written as strangers would, from Twilio's pages alone and each in its own manner, go as they would at Twilio's.

Each folder here is one, with the calls that are made to it; what stands at the head of a call is what it shows.
"""

import ast
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from ivr.simulator.call import Number
from ivr.simulator.http import HttpLine
from ivr.simulator.line import Line, WsgiLine
from tests.applications.carousel.app import application as carousel
from tests.applications.flaky.app import create_app as flaky
from tests.applications.jukebox.app import application as jukebox
from tests.applications.messages.app import create_app as messages
from tests.applications.parking.app import create_app as parking
from tests.applications.playing import play
from tests.applications.quiz.app import Quiz
from tests.applications.weather.app import application as weather

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.call"))
NUMBERS = {
    "weather": Number("/", "GET", status="/done"),
    "quiz": Number("/quiz/voice/"),
    "parking": Number("/"),
    "messages": Number("/voice", status="/status"),
    "carousel": Number("/"),
    "jukebox": Number("/"),
    "flaky": Number("/shop", fallback="/broken"),
}
IN_PROCESS = {
    "weather": lambda: weather,
    "parking": parking,
    "messages": messages,
    "carousel": lambda: carousel,
    "jukebox": lambda: jukebox,
    "flaky": flaky,
}


@contextmanager
def over_http() -> Iterator[Line]:
    """Serve the quiz, which is no WSGI application."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiz)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    line = HttpLine(f"http://127.0.0.1:{server.server_port}")
    try:
        yield line
    finally:
        line.close()
        server.shutdown()
        server.server_close()
        serving.join()


@contextmanager
def in_process(make: Callable[[], object]) -> Iterator[Line]:
    yield WsgiLine(make())


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_call_to_a_stranger_goes_as_written(file: Path) -> None:
    name = file.parent.name
    with in_process(IN_PROCESS[name]) if name in IN_PROCESS else over_http() as line:
        played = play(file, NUMBERS[name], line)
    assert played.mismatch is None, played.mismatch
    assert played.asked == played.expected
    assert played.codes == played.expected_codes


@pytest.mark.parametrize("name", NUMBERS)
def test_every_stranger_is_rung_and_knows_nothing_of_us(name: str) -> None:
    assert name in {file.parent.name for file in FILES}
    tree = ast.parse((HERE / name / "app.py").read_text(encoding="utf-8"))
    roots = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    roots |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {root.partition(".")[0] for root in roots} <= sys.stdlib_module_names | {"flask", "werkzeug", "twilio"}
