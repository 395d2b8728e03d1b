"""What the carrier knows beside one leg: the other legs, queues, rooms, who talks with whom, recordings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from ivr.simulator.clock import Clock
from ivr.simulator.effects import Progress, Signal
from ivr.simulator.office.bridges import Bridges
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.queues import Member, Queues
from ivr.simulator.office.recordings import Recordings
from ivr.simulator.office.rooms import Rooms
from ivr.simulator.outcomes import HungUp, Interrupt
from ivr.simulator.unsure import Unsure

Post = Callable[[str, Signal], None]
Throw = Callable[[str, Interrupt, Callable[[], bool]], None]


@dataclass(frozen=True, slots=True)
class Office:
    """One carrier's state. `random` decides whatever chance decides; `attend` has somebody dial a queue and talk for so long; `send`
    sends a text from somebody to somebody and gives its SID."""

    clock: Clock
    random: Random
    unsure: Unsure
    carrier: Carrier
    legs: dict[str, Leg]
    queues: Queues
    rooms: Rooms
    bridges: Bridges
    recordings: Recordings
    new_sid: Callable[[str], str]
    post: Post
    throw: Throw
    attend: Callable[[str, float], None]
    send: Callable[[str, str, str, Progress | None], str]

    def name(self, sid: str) -> str:
        """Give how a leg is called."""
        return self.legs[sid].name

    def drop(self, sids: Iterable[str]) -> None:
        """End legs whose parent no longer needs them."""
        for leg in [self.legs[sid] for sid in sids]:
            if not leg.is_over:
                self.throw(leg.sid, HungUp("dropped by the other party's call", "app"), lambda: True)

    def join(self, name: str, leg: Leg) -> Member | None:
        """Let a leg into a queue; None when it is full. Somebody picks it up if that is given."""
        queueing = self.carrier.queueing(name)
        if queueing.most is not None:
            self.queues.made(name, queueing.most)
        member = self.queues.join(name, leg.sid)
        after = queueing.answers_after
        if member and after is not None:
            self.clock.after(after, lambda: self.attend(name, queueing.talks) if member.is_here else None)
        return member
