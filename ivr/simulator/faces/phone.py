"""The phone: ring a number and stay on it to the end, on a carrier of its own. A caller, a list of moves or a transcript holds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from secrets import randbits

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Callee
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.cast import Cast, Desk, no_desk
from ivr.simulator.faces.takes import with_sounds
from ivr.simulator.faces.transcript import Script
from ivr.simulator.office.account import Account
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.office.number import Number
from ivr.simulator.people.handset import Handsets, Scripted
from ivr.simulator.people.person import Person
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.faults import Faulty, Plan
from ivr.simulator.web.line import Line
from ivr.simulator.web.wire import DirectWire

Tell = Callable[[events.Event], None]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended and what Twilio would have called errors."""

    ended: events.Ended
    errors: tuple[events.Error, ...]

    @property
    def broke(self) -> bool:
        """Tell whether the application failed on the way, even if a fallback saved the call."""
        return self.ended.by == "error" or bool(self.errors)


@dataclass(frozen=True, slots=True)
class Played:
    """How a script went: where calls left it, what Twilio would have called errors, and whether a call ended by one."""

    mismatch: str | None
    errors: tuple[events.Error, ...]
    broke: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone and the carrier behind it. `patience` None waits for ever; `callee` is whoever is dialled; `seed` decides all chance;
    `keys` are the account's, by which browsers call.

    `meet` is told of the carrier of each call before anybody rings, so that an application can ask things of it; `desk` does what
    somebody in a script does there.
    """

    line: Line
    clock: Clock
    token: str
    caller: str = "+15550001111"
    called: str = "+15559990000"
    account: str = "AC" + "0" * 32
    keys: Mapping[str, str] = field(default_factory=dict)
    patience: float | None = 30.0
    callee: Callee = Callee()
    carrier: Carrier = Carrier()
    unsure: Unsure = Unsure()
    seed: int = field(default_factory=lambda: randbits(64))
    sid: Callable[[str], str] | None = None
    meet: Callable[[Exchange], None] = lambda exchange: None
    desk: Desk = no_desk

    def ring(self, number: Number, person: Person, tell: Tell = lambda event: None) -> Ending:
        """Ring the number and stay on the phone to the end; `tell` hears every event as it happens, the end last."""
        ends: list[events.Event] = []
        errors: list[events.Error] = []

        def listen(event: events.Event) -> None:
            if isinstance(event.what, events.Error) and event.what.severity == "error":
                errors.append(event.what)
            if isinstance(event.what, events.Ended) and event.leg == "caller":
                ends.append(event)
            else:
                tell(event)

        exchange = self._exchange(self.carrier, listen)
        exchange.ring(number, person, self.caller, self.called, patience=self.patience)
        while not exchange.is_idle:
            self.clock.step()
        [ended] = ends
        tell(ended)
        if not isinstance(ended.what, events.Ended):
            raise AssertionError("the end of a call is an Ended")
        return Ending(ended.what, tuple(errors))

    def play(self, number: Number, script: Script, tell: Tell = lambda event: None) -> Played:
        """Play a script to the end; raises BadTranscript when it cannot be.

        `number` is asked whichever number is rung, and `called` is the one where none is named. The end of a lone caller is told last.
        """
        heard: list[events.Event] = []
        ends: list[events.Event] = []
        lone = (script.parts[0].name or "caller") if len(script.parts) == 1 else None

        def listen(event: events.Event) -> None:
            heard.append(event)
            if isinstance(event.what, events.Text):
                cast.reads(event)
            if isinstance(event.what, events.Ended) and event.leg == lone:
                ends.append(event)
            else:
                tell(event)

        cast = Cast(with_sounds(script), self._exchange(script.carrier, listen), number, self.called, self.patience, self.desk)
        cast.play()
        for ended in ends:
            tell(ended)
        errors = tuple(each.what for each in heard if isinstance(each.what, events.Error) and each.what.severity == "error")
        broke = bool(errors) or any(isinstance(each.what, events.Ended) and each.what.by == "error" for each in heard)
        return Played(cast.mismatch, errors, broke)

    def _exchange(self, carrier: Carrier, tell: Tell) -> Exchange:
        wire = DirectWire(self.line)
        exchange = Exchange(
            self.clock,
            Faulty(wire, self.clock, Plan(carrier.faults, Random(self.seed))) if carrier.faults else wire,
            Account(self.account, self.token, self.keys),
            unsure=self.unsure,
            seed=self.seed,
            carrier=carrier,
            handsets=Handsets(others=Scripted(self.callee)),
            tell=tell,
            sid=self.sid,
        )
        self.meet(exchange)
        return exchange
