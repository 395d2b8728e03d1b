"""How the exchange's requests get out and the answers back: at once in virtual time, later in real time."""

from collections.abc import Callable
from typing import Protocol

from ivr.simulator.effects import Failure, Reply
from ivr.simulator.web.client import Asking
from ivr.simulator.web.line import Incoming, Line, LineError, Outgoing

Then = Callable[[Incoming | LineError], None]


class Wire(Protocol):
    """Whatever can carry requests; `then` hears of the one answer, at once or at any time later."""

    base_url: str

    def reaches(self, url: str) -> bool:
        """Tell whether the URL can be tried."""

    @property
    def is_idle(self) -> bool:
        """Whether no request is still to arrive or to be answered."""

    def carry(self, request: Outgoing, then: Then) -> None:
        """Make one attempt."""


class DirectWire:
    """Carry over a line that answers before it returns, so that virtual time stands still meanwhile."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.base_url = line.base_url

    def reaches(self, url: str) -> bool:
        return self._line.reaches(url)

    @property
    def is_idle(self) -> bool:
        return True

    def carry(self, request: Outgoing, then: Then) -> None:
        try:
            answer: Incoming | LineError = self._line.send(request)
        except LineError as error:
            answer = error
        then(answer)


def ask(wire: Wire, asking: Asking, then: Callable[[Reply | Failure], None], wanted: Callable[[], bool] = lambda: True) -> None:
    """Carry one attempt after the other until there is a reply or a failure, and give it to `then`; no further one if it is not wanted."""

    def go_on(answer: Incoming | LineError | None) -> None:
        try:
            request = next(asking) if answer is None else asking.send(answer)
        except StopIteration as stop:
            then(stop.value)
        else:
            if answer is None or wanted():
                wire.carry(request, go_on)

    go_on(None)
