"""Queues: who waits, in which order, and who waits for them. https://www.twilio.com/docs/voice/twiml/enqueue"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from ivr.simulator.clock import Clock
from ivr.simulator.effects import Signal
from ivr.simulator.outcomes import Interrupt, PickedUp

USUAL_SIZE, GREATEST_SIZE = 1000, 5000


@dataclass(slots=True, eq=False)
class Member:
    """A caller in a queue. `agent` is the leg that has taken the caller out, `url` the notice heard before they talk."""

    sid: str
    queue: "Queue"
    joined: float
    enqueued: datetime
    agent: str | None = None
    url: str | None = None
    method: str = "POST"
    # Whether the leg is in line; whether the agent who has taken it out still waits for it.
    is_here: bool = True
    is_expected: bool = False


@dataclass(frozen=True, slots=True)
class Given(Signal):
    """A queue gives a caller to the leg that dialled it; the caller hears a notice first, if there is one."""

    member: Member


@dataclass(slots=True, eq=False)
class Queue:
    """One queue: the members in their order, and the legs that have dialled it while it was empty."""

    sid: str
    name: str
    created: datetime
    most: int = USUAL_SIZE
    members: list[Member] = field(default_factory=list)
    wanting: deque[tuple[str, str | None, str]] = field(default_factory=deque)

    def position(self, member: Member) -> int:
        """Tell a member's place in line, from one; zero for one who has been taken out."""
        return self.members.index(member) + 1 if member in self.members else 0

    def average_wait(self, now: float) -> int:
        """Tell how long those now in line have waited on average, in whole seconds."""
        return round(sum(now - member.joined for member in self.members) / len(self.members)) if self.members else 0


class Queues:
    """All queues. `post` and `throw` reach the legs."""

    def __init__(
        self, clock: Clock, post: Callable[[str, Signal], None], throw: Callable[[str, Interrupt, Callable[[], bool]], None]
    ) -> None:
        self._clock, self._post, self._throw = clock, post, throw
        self._queues: dict[str, Queue] = {}

    def __iter__(self) -> Iterator[Queue]:
        return iter(self._queues.values())

    def find(self, name_or_sid: str) -> Queue | None:
        """Give a queue by its name or SID."""
        return self._queues.get(name_or_sid) or next((queue for queue in self if queue.sid == name_or_sid), None)

    def made(self, name: str, most: int | None = None) -> Queue:
        """Give the queue of this name, making it when there is none."""
        if name not in self._queues:
            self._queues[name] = Queue(queue_sid(name), name, self._clock.now())
        if most is not None:
            self._queues[name].most = most
        return self._queues[name]

    def rename(self, queue: Queue, name: str) -> None:
        """Call a queue otherwise; it keeps its SID."""
        del self._queues[queue.name]
        queue.name, self._queues[name] = name, queue

    def holds(self, sid: str) -> bool:
        """Tell whether a leg waits at any queue: in line, or for a caller."""
        waiting = ([member.sid for member in queue.members] + [agent for agent, _, _ in queue.wanting] for queue in self)
        return any(sid in sids for sids in waiting)

    def delete(self, queue: Queue) -> None:
        """Forget an empty queue."""
        del self._queues[queue.name]

    def join(self, name: str, sid: str) -> Member | None:
        """Let a leg in at the end of the line; None when the queue is full."""
        queue = self.made(name)
        if len(queue.members) >= queue.most:
            return None
        member = Member(sid, queue, self._clock.elapsed, self._clock.now())
        queue.members.append(member)
        # Whoever is given to a waiting agent at once has still been in line.
        self._clock.after(0, lambda: self._serve(queue))
        return member

    def leave(self, member: Member) -> None:
        """Take a member out, wherever in line."""
        member.is_here = False
        if member in member.queue.members:
            member.queue.members.remove(member)

    def want(self, queue: Queue, agent: str, url: str | None, method: str) -> None:
        """Have the next caller given to a leg; it is told at once or when somebody joins."""
        queue.wanting.append((agent, url, method))
        self._serve(queue)

    def unwant(self, queue: Queue, agent: str) -> None:
        """Forget that a leg waits for a caller."""
        queue.wanting = deque(each for each in queue.wanting if each[0] != agent)

    def forget(self, sid: str) -> None:
        """Take a leg that is over out of every queue, wherever it waits."""
        for queue in self:
            self.unwant(queue, sid)
            for member in [each for each in queue.members if each.sid == sid]:
                self.leave(member)

    def _serve(self, queue: Queue) -> None:
        while queue.members and queue.wanting:
            self._give(queue.members.pop(0), *queue.wanting.popleft())

    def _give(self, member: Member, agent: str, url: str | None, method: str) -> None:
        member.agent, member.url, member.method, member.is_expected = agent, url, method, True
        self._post(agent, Given(member))
        self._throw(member.sid, PickedUp(), lambda: member.is_here)


def queue_sid(name: str) -> str:
    """Give a queue's SID, the same for the same name."""
    return f"QU{uuid5(NAMESPACE_URL, name).hex}"
