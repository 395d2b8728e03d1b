"""The processes of a random floor: the web server and the worker, each killed now and then at a commit."""

from collections.abc import Callable

from ivr.app import Application, create_app
from ivr.service.reconcile import EVERY_SECONDS
from ivr.simulator.clock import Clock
from ivr.simulator.web.line import Incoming, LineError, Outgoing, WsgiLine
from ivr.trial.stage import FLOOR_SECONDS, TICK_SECONDS
from tests.floor.kept import Fate, Kept, Killed

IDLE_SECONDS = 1.0
"""How often the worker looks at the floor when nothing was kept since."""
BACK_SECONDS = 1.0
"""How long a killed worker is gone."""


class Web:
    """The web server: a request whose process is killed is cut off."""

    def __init__(self, application: Application, base_url: str, fate: Fate) -> None:
        self._line, self._fate = WsgiLine(create_app(application), base_url), fate
        self.base_url = base_url

    def reaches(self, url: str) -> bool:
        return self._line.reaches(url)

    def send(self, request: Outgoing) -> Incoming:
        self._fate.lives = request.url.removeprefix(self.base_url).partition("?")[0]
        try:
            return self._line.send(request)
        except Killed:
            raise LineError("rt", 11200, f"{request.url}: the connection was reset") from None
        finally:
            self._fate.lives = ""


class Worker:
    """The worker's process: killed, it is gone for a while, and knows nothing when it is back."""

    def __init__(self, made: Callable[[], Application], clock: Clock, kept: Kept, fate: Fate) -> None:
        self._made, self._clock, self._kept, self._fate = made, clock, kept, fate
        self._back_at = self._worked_at = 0.0
        self._begin()
        clock.every(TICK_SECONDS, lambda: self._live("jobs", lambda: self._application.tick()))
        clock.every(FLOOR_SECONDS, lambda: self._live("the floor", self._work))
        clock.every(EVERY_SECONDS, lambda: self._live("the reconciler", lambda: self._floor.reconciler.work()))

    @property
    def _floor(self):
        return self._application.floor

    def _work(self) -> None:
        """Look at once when something was kept since the last look: looking for nothing is most of what it does."""
        if self._kept.is_new or self._clock.elapsed >= self._worked_at + IDLE_SECONDS:
            self._kept.is_new, self._worked_at = False, self._clock.elapsed
            self._kept.is_new = self._floor.work() > 0

    def _begin(self) -> None:
        self._application = self._made()
        self._floor.intents.begin()

    def _live(self, part: str, work: Callable[[], object]) -> None:
        if self._clock.elapsed < self._back_at:
            return
        if self._application is None:
            self._begin()
        self._fate.lives = part
        try:
            work()
        except Killed:
            self._back_at, self._application = self._clock.elapsed + BACK_SECONDS, None
        finally:
            self._fate.lives = ""
