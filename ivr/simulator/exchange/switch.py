"""The live legs and how each is reached: by the clock, in the order of its alarms, and never by a call into a leg that runs."""

from collections.abc import Callable

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Signal
from ivr.simulator.exchange.runner import Runner
from ivr.simulator.exchange.webhooks import Pending
from ivr.simulator.outcomes import Interrupt

Tell = Callable[[events.Event], None]


class Switch:
    """Legs by SID while they are live; `tell` hears every event, `pending` counts what is still to happen beside them."""

    def __init__(self, clock: Clock, tell: Tell) -> None:
        self._clock, self._tell, self._began = clock, tell, clock.elapsed
        self.live: dict[str, Runner] = {}
        self.pending = Pending()

    def post(self, sid: str, signal: Signal) -> None:
        """Tell a leg something, if it is live by then."""
        self._clock.after(0, lambda: self.live[sid].post(signal) if sid in self.live else None)

    def throw(self, sid: str, interrupt: Interrupt, holds: Callable[[], bool]) -> None:
        """Break into a leg, if it is live by then and `holds` still does."""
        self._clock.after(0, lambda: self.live[sid].throw(interrupt) if sid in self.live and holds() else None)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something later that still belongs to what goes on."""
        self.pending.count += 1

        def now() -> None:
            self.pending.count -= 1
            act()

        self._clock.after(seconds, now)

    def told(self, leg: str, what: events.What) -> events.Event:
        """Let everybody who listens know what happened to a leg."""
        event = events.Event(round(self._clock.elapsed - self._began, 2), leg, what)
        self._tell(event)
        return event

    def told_of_none(self, what: events.What) -> None:
        """Let them know of what belongs to no leg."""
        self.told("carrier", what)
