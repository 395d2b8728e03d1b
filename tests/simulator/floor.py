"""Several legs on one exchange, in virtual time, and what each of them went through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.account import Account
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import Person
from ivr.simulator.web.line import WsgiLine
from ivr.simulator.web.wire import DirectWire, Wire
from tests.simulator.conftest import BASE, Answer, Application


@dataclass
class Floor:
    """An exchange with one application. `settings` are the exchange's; `wire` may stand between the two."""

    pages: dict[str, Answer]
    settings: dict[str, Any] = field(default_factory=dict)
    wire: Callable[[Wire, Clock], Wire] = lambda wire, clock: wire

    def __post_init__(self) -> None:
        self.application = Application(self.pages)
        self.heard: list[events.Event] = []
        self._planned = 0
        self.clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
        wire = self.wire(DirectWire(WsgiLine(self.application, BASE)), self.clock)
        self.exchange = Exchange(self.clock, wire, Account(token="12345"), tell=self.heard.append, **self.settings)

    def ring(self, name: str, path: str, person: Person | str = "", patience: float | None = None, **told: str) -> Leg:
        """Let somebody ring the number that `path` answers."""
        who = Inputs(read_inputs(person)) if isinstance(person, str) else person
        return self.exchange.ring(Number(path, **told), who, f"+1{name}", "+15559990000", name=name, patience=patience)

    def at(self, seconds: float, do: Callable[[], object]) -> None:
        """Do something when so many seconds have gone by."""
        self._planned += 1

        def now() -> None:
            self._planned -= 1
            do()

        self.clock.after(seconds - self.clock.elapsed, now)

    def play(self, seconds: float = 3600.0) -> None:
        """Let time go by until nothing more happens, or for so long."""
        while (self._planned or not self.exchange.is_idle) and (next_at := self.clock.next_at()) is not None and next_at <= seconds:
            self.clock.step()

    def leg(self, name: str) -> Leg:
        return next(leg for leg in self.exchange.legs.values() if leg.name == name)

    def of(self, name: str, *kinds: type) -> list[Any]:
        """Give what of these kinds happened to somebody, each with its time."""
        return [(event.at, event.what) for event in self.heard if event.leg == name and isinstance(event.what, kinds)]

    def words(self, name: str) -> list[str]:
        return [say.text for _, say in self.of(name, events.Say)]

    def codes(self, name: str) -> list[int]:
        return [error.code for _, error in self.of(name, events.Error)]

    def forms(self, path: str) -> list[dict[str, str]]:
        return [form for seen, form in self.application.seen if seen == path]
