"""One request through the carrier's client over a line that answers at once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count

from ivr.simulator.effects import Failure, Reply
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.client import DOCUMENTED, Client
from ivr.simulator.web.cookies import Jar
from ivr.simulator.web.line import Line
from ivr.simulator.web.wire import DirectWire, ask

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PRESSED: Mapping[str, str] = {"Digits": "1"}


def client(now: Callable[[], datetime] = lambda: NOON, unsure: Unsure = DOCUMENTED) -> Client:
    """Make a client whose jar goes by this time, and whose requests are numbered."""
    names = map(str, count(1))
    return Client("12345", lambda event: None, Jar(now), lambda: next(names), unsure)


def asked(line: Line, url: str, method: str = "POST", by: Client | None = None, params: Mapping[str, str] = PRESSED) -> Reply | Failure:
    """Ask for a URL, with a client of its own or one that has its cookies."""
    answers: list[Reply | Failure] = []
    asking = (by or client()).request(url, method, params)
    ask(DirectWire(line), asking, answers.append)
    [answer] = answers
    return answer
