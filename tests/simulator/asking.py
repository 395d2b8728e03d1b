"""One request through the carrier's client over a line that answers at once."""

from collections.abc import Mapping

from ivr.simulator.effects import Failure, Reply
from ivr.simulator.web.client import Client
from ivr.simulator.web.line import Line
from ivr.simulator.web.wire import DirectWire, ask

PRESSED: Mapping[str, str] = {"Digits": "1"}


def asked(line: Line, url: str, method: str = "POST", client: Client | None = None, params: Mapping[str, str] = PRESSED) -> Reply | Failure:
    """Ask for a URL, with a client of its own or one that has its cookies."""
    answers: list[Reply | Failure] = []
    asking = (client or Client("12345", lambda event: None)).request(url, method, params)
    ask(DirectWire(line), asking, answers.append)
    [answer] = answers
    return answer
