"""Real time: a clock that the running asyncio loop turns, and a wire on which requests take the time they take."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from ivr.simulator.clock import Clock
from ivr.simulator.web.http import Http
from ivr.simulator.web.line import Outgoing
from ivr.simulator.web.wire import Then

T = TypeVar("T")


class RealTime:
    """Turn a clock as time goes by. Whatever is done by the clock is done in `do`, or the clock would be behind.

    With a `pace` below one a second on the clock takes only that part of a real one, and none with zero; but while a request
    is under way the clock goes as the world does, so that callers wait for an answer as long as it takes. `idle` is called when
    nothing is set and nothing under way. `failed` hears what an alarm or an answer raised; else the loop logs it. The next go on.
    """

    def __init__(
        self,
        clock: Clock,
        pace: float = 1.0,
        began: float | None = None,
        idle: Callable[[], None] = lambda: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self._clock, self._pace, self._idle = clock, pace, idle
        self._loop = asyncio.get_running_loop()
        self.failed = failed or self._log
        self._timer: asyncio.TimerHandle | None = None
        self.under_way = 0
        # The clock was turned at this instant to this, and a second of it takes so many real ones.
        self._real, self._elapsed, self._rate = self._loop.time() if began is None else began, clock.elapsed, pace
        self._arm()

    @property
    def due(self) -> float:
        """The instant, by the loop, that what is done now was meant for; the loop may be late."""
        return self._real + (self._clock.elapsed - self._elapsed) * self._rate

    def do(self, act: Callable[[], T]) -> T:
        """Turn the clock to now, act, and see to whatever was set by that."""
        self._turn()
        try:
            return act()
        finally:
            self._arm()

    def stop(self) -> None:
        """Let the clock stand."""
        if self._timer:
            self._timer.cancel()

    def _turn(self, at: float = 0.0) -> None:
        """Turn the clock to now, and at least so far."""
        now = self._loop.time()
        passed = (now - self._real) / self._rate if self._rate else 0.0
        until = max(at, self._elapsed + passed)
        turned = False
        while not turned:
            try:
                self._clock.turn_to(until)
                turned = True
            except Exception as error:  # of another leg, perhaps, than the one for which the clock is turned
                self.failed(error)
        self._real, self._elapsed = now, self._clock.elapsed

    def _arm(self) -> None:
        self.stop()
        self._rate = 1.0 if self.under_way else self._pace
        at = self._clock.next_at()
        if at is not None:
            self._timer = self._loop.call_at(self._real + (at - self._elapsed) * self._rate, self._ring, at)
        elif not self.under_way:
            self._idle()

    def _ring(self, at: float) -> None:
        self._turn(at)
        self._arm()

    def _log(self, error: Exception) -> None:
        self._loop.call_exception_handler({"message": "The carrier failed", "exception": error})


class AsyncWire:
    """Carry requests over HTTP; answers come in while the loop runs, at the clock's time."""

    def __init__(self, time: RealTime, http: Http, base_url: str = "") -> None:
        self._time, self._http = time, http
        self._tasks: set[asyncio.Task[None]] = set()
        self.base_url = base_url.rstrip("/")

    def reaches(self, url: str) -> bool:
        """Tell that any web address may be tried."""
        return url.startswith(("http://", "https://"))

    @property
    def is_idle(self) -> bool:
        return not self._tasks

    def carry(self, request: Outgoing, then: Then) -> None:
        """Make one attempt, beside whatever else is going on."""
        self._time.under_way += 1
        task = asyncio.get_running_loop().create_task(self._carry(request, then))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def close(self) -> None:
        """Let go of what is under way: no answer comes in any more."""
        for task in self._tasks:
            task.cancel()

    async def _carry(self, request: Outgoing, then: Then) -> None:
        try:
            answer = await self._http.ask(request)
        finally:
            self._time.under_way -= 1
        self._time.do(lambda: then(answer))

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._time.failed(error)
