"""The applications, the numbers they answer, and how each is reached."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

from twilio.rest import Client

from ivr.simulator.office.number import Number
from ivr.simulator.web.faults import Fault
from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import Line, WsgiApp, WsgiLine
from tests.applications.carousel.app import application as carousel
from tests.applications.centre.app import create_app as centre
from tests.applications.flaky.app import create_app as flaky
from tests.applications.jukebox.app import application as jukebox
from tests.applications.messages.app import create_app as messages
from tests.applications.parking.app import create_app as parking
from tests.applications.playing import ACCOUNT, RUNG, Played, play
from tests.applications.quiz.app import Quiz
from tests.applications.reception.app import Practice
from tests.applications.screening.app import create_app as screening
from tests.applications.weather.app import application as weather

ADDRESS = "https://hotline.example"
AGENTS = "+15559990009"
NUMBERS = {
    "weather": {RUNG: Number("/", "GET", status="/done")},
    "quiz": {RUNG: Number("/quiz/voice/")},
    "parking": {RUNG: Number("/")},
    "messages": {RUNG: Number("/voice", status="/status")},
    "carousel": {RUNG: Number("/")},
    "jukebox": {RUNG: Number("/")},
    "flaky": {RUNG: Number("/shop", fallback="/broken")},
    "screening": {RUNG: Number("/office")},
    "reception": {RUNG: Number("/call")},
    "centre": {RUNG: Number("/centre"), AGENTS: Number("/agent")},
}
IN_PROCESS: dict[str, Callable[[Client], WsgiApp]] = {
    "weather": lambda client: weather,
    "parking": lambda client: parking(),
    "messages": lambda client: messages(),
    "carousel": lambda client: carousel,
    "jukebox": lambda client: jukebox,
    "flaky": lambda client: flaky(),
    "screening": lambda client: screening(),
    "reception": lambda client: Practice(client, ADDRESS),
    "centre": lambda client: centre(client, ADDRESS),
}


def rung(name: str, file: Path, faults: tuple[Fault, ...] = (), seed: int = 0) -> Played:
    """Play a file with an application of its own, which asks Twilio with the client that it is given."""
    client = Client(ACCOUNT.sid, ACCOUNT.token)
    with over_http() if name == "quiz" else in_process(IN_PROCESS[name](client)) as line:
        return play(file, NUMBERS[name], line, client, faults, seed)


@contextmanager
def in_process(application: WsgiApp) -> Iterator[Line]:
    yield WsgiLine(application, ADDRESS)


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
