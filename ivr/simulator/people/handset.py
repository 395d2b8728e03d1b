"""Who is at numbers and clients that no application answers: how a call to them is taken, and who then holds the phone."""

from dataclasses import dataclass, field
from typing import Protocol

from ivr.simulator.clock import Clock
from ivr.simulator.effects import Callee, Moment
from ivr.simulator.events import Event
from ivr.simulator.office.leg import Leg
from ivr.simulator.people.person import HangUp, Move, Person


class Taker(Protocol):
    """What a handset can do with a call that rings it."""

    clock: Clock

    def show(self, leg: Leg, person: Person) -> None:
        """Let a person hear of it before it is taken."""

    def take(self, leg: Leg, person: Person) -> None:
        """Answer it."""

    def refuse(self, leg: Leg, status: str) -> None:
        """Refuse it: busy, no-answer or failed."""

    def between(self, least: float, most: float | None) -> float:
        """Give so many seconds, or by the carrier's chance up to `most`."""


class Handset(Protocol):
    """Somebody's telephone."""

    @property
    def name(self) -> str:
        """How its legs are called."""

    def rung(self, exchange: Taker, leg: Leg) -> None:
        """Be rung: take or refuse the call now, later or never."""

    def reads(self, sender: str, body: str) -> bool:
        """Get a text; False when it does not arrive."""


@dataclass(frozen=True, slots=True)
class Talker:
    """A person who does nothing but talk for so long, and hangs up."""

    seconds: float
    is_done: bool = False

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        return HangUp(after=self.seconds) if moment.kind == "talk" else None

    def hears(self, event: Event) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Scripted:
    """A telephone that is always dealt with alike."""

    callee: Callee = Callee()
    name: str = "callee"
    gets_texts: bool = True

    def rung(self, exchange: Taker, leg: Leg) -> None:
        match self.callee.status:
            case "completed":
                exchange.clock.after(self.callee.rings, lambda: exchange.take(leg, Talker(self.callee.talks)))
            case "no-answer":
                pass
            case status:
                exchange.clock.after(self.callee.rings, lambda: exchange.refuse(leg, status))

    def reads(self, sender: str, body: str) -> bool:
        return self.gets_texts


@dataclass(slots=True)
class Handsets:
    """Telephones by number, or by `client:` and name; all others are alike."""

    known: dict[str, Handset] = field(default_factory=dict)
    others: Handset = Scripted()

    def at(self, address: str) -> Handset:
        """Give who is there."""
        return self.known.get(address, self.others)
