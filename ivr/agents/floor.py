"""A floor as it might be: callers come by chance, agents have shifts and habits, and the real routing decides who takes whom.

No requests, no clock: a day is a heap of moments, in milliseconds since it began.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import heappop, heappush
from itertools import count
from math import log1p

from ivr.agents.chance import Chance, Draw, always
from ivr.agents.estimates import RECENT, WAITS, Ended, Estimate, estimate
from ivr.agents.figures import Call
from ivr.agents.model import ALWAYS, HOUR, MINUTE, SECOND, Agent, Offer, Waiting
from ivr.agents.routing import can_take, dispatch, position

LANGUAGE = "zh"
TRIES = 3

Step = tuple[int, int, Callable[[], None]]
"""What comes at a moment; what comes at the same one keeps its order by the number."""


@dataclass(frozen=True, slots=True)
class Line:
    """Who rings for what: how many in each hour of the day, how long they take, how long they wait, how many rather have a callback."""

    name: str
    calls_per_hour: Sequence[float]
    handling: Draw
    patience: Draw
    head_start: int = 0
    callbacks: float = 0.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How an agent answers: after how long, how many offers they refuse, how many they let ring, and how long they write afterwards."""

    answers_after: Draw = always(0)
    refuses: float = 0.0
    ignores: float = 0.0
    wrap_up: Draw = always(0)
    rings_for: int = 20 * SECOND
    pause: int = MINUTE
    """One who refused a call is not offered it again for this long; one who let it ring is not offered any."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An agent, when they are there, and how they work."""

    agent: Agent
    begins: int = 0
    ends: int = ALWAYS
    habits: Habits = Habits()


@dataclass(frozen=True, slots=True)
class Back:
    """How people are reached whom we call back: how many, after how long, and when those are tried again who were not."""

    reached: float = 0.8
    rings_for: int = 25 * SECOND
    again_after: int = 10 * MINUTE


BACK = Back()


@dataclass(frozen=True, slots=True)
class Sample:
    """The floor at one moment: how many wait, how many agents are there, and how many of them are not ready."""

    at: int
    waiting: int
    staff: int
    busy: int


@dataclass(slots=True)
class Caller:
    """One who is in line, with what they will turn out to be."""

    entry: Waiting
    line: Line
    handling: int
    offer: Offer | None = None
    tries: int = 0


@dataclass(slots=True)
class Past:
    """What a line's last calls were like."""

    handlings: deque[int] = field(default_factory=lambda: deque(maxlen=RECENT))
    ended: deque[Ended] = field(default_factory=lambda: deque(maxlen=WAITS))


class Floor:
    """A floor from its first moment until `until`. `run` plays it; then `calls` has what became of everybody, by the name of
    the call, and `estimates` what was known of the wait of each who found no agent free.
    """

    def __init__(self, lines: Sequence[Line], seats: Sequence[Seat], chance: Chance, until: int, back: Back = BACK) -> None:
        self.now, self.until = 0, until
        self.calls: dict[str, Call] = {}
        self.estimates: dict[str, Estimate | None] = {}
        self._seats = {seat.agent.id: seat for seat in seats}
        self._agents: dict[str, Agent] = {}
        self._in_line: dict[str, Caller] = {}
        self._past: dict[str, Past] = defaultdict(Past)
        self._chance, self._back = chance, back
        self._steps: list[Step] = []
        self._numbers = count()
        for seat in seats:
            self._at(seat.begins, self._comes, seat)
            self._at(seat.ends, self._goes, seat)
        for line in lines:
            self._at(self._next(line), self._rings, line)

    def run(self) -> Iterator[Sample]:
        """Play the floor, giving a sample of every minute."""
        for minute in range(MINUTE, self.until + 1, MINUTE):
            while self._steps[0][0] < minute:
                self.now, _, step = heappop(self._steps)
                step()
                self._offer()
            ready = sum(agent.state == "ready" for agent in self._agents.values())
            yield Sample(minute, len(self._in_line), len(self._agents), len(self._agents) - ready)

    def _at(self, moment: int, step: Callable[..., None], *given: object) -> None:
        timed: Step = (moment, next(self._numbers), partial(step, *given))
        heappush(self._steps, timed)

    # Callers

    def _next(self, line: Line) -> int:
        """Give when the next call of a line comes: by chance as if every hour were the busiest, of which calls the right share is left."""
        most, moment = max(line.calls_per_hour), float(self.now)
        while True:
            moment -= log1p(-self._chance()) * HOUR / most
            if self._chance() * most < line.calls_per_hour[int(moment) // HOUR % len(line.calls_per_hour)]:
                return round(moment)

    def _rings(self, line: Line) -> None:
        self._at(self._next(line), self._rings, line)
        name = f"{line.name}-{len(self.calls)}"
        entry = Waiting(name, line.name, self.now, LANGUAGE, frozenset([line.name]), head_start=line.head_start)
        caller = self._in_line[name] = Caller(entry, line, line.handling(self._chance))
        self.calls[name] = Call(offered=self.now, queued=self.now, queue=line.name)
        self._offer()
        if caller.offer is None:
            self._tell(caller)
            if self._chance() < line.callbacks:
                caller.entry = replace(caller.entry, kind="callback")
                self.calls[name] = replace(self.calls[name], has_callback=True)
        if caller.entry.kind == "live":
            self._at(self.now + line.patience(self._chance), self._loses_patience, caller)

    def _tell(self, caller: Caller) -> None:
        agents = [agent for agent in self._agents.values() if agent.state != "away"]
        able = sum(can_take(agent, caller.entry, self.now) for agent in agents)
        ahead = position(caller.entry, (each.entry for each in self._in_line.values()), agents, self.now) - 1
        past = self._past[caller.line.name]
        name = caller.entry.id
        found = self.estimates[name] = estimate(ahead, able, past.handlings, past.ended)
        if found and found.is_told:
            self.calls[name] = replace(self.calls[name], promised=found.range)

    def _loses_patience(self, caller: Caller) -> None:
        name = caller.entry.id
        if name in self._in_line:
            self._leaves(caller, is_answered=False)
            self.calls[name] = replace(self.calls[name], abandoned=self.now, ended=self.now)
            if caller.offer:
                self._frees(caller.offer.agent)
                caller.offer = None

    def _leaves(self, caller: Caller, is_answered: bool) -> None:
        del self._in_line[caller.entry.id]
        self._past[caller.line.name].ended.append(Ended(self.now - caller.entry.arrived, is_answered, self.estimates.get(caller.entry.id)))

    # Agents

    def _comes(self, seat: Seat) -> None:
        self._agents[seat.agent.id] = replace(seat.agent, state="ready", ready_since=self.now)

    def _goes(self, seat: Seat) -> None:
        if self._agents[seat.agent.id].state in ("ready", "away"):
            del self._agents[seat.agent.id]

    def _frees(self, agent: str) -> None:
        """Let an agent be ready, or go home."""
        if self._seats[agent].ends <= self.now:
            self._agents.pop(agent, None)
        else:
            self._comes(self._seats[agent])

    # Offers

    def _offer(self) -> None:
        if not self._in_line:
            return
        for offer in dispatch((caller.entry for caller in self._in_line.values()), self._agents.values(), self.now):
            caller, agent = self._in_line[offer.entry], self._agents[offer.agent]
            caller.offer, caller.entry = offer, replace(caller.entry, state="offered")
            self._agents[offer.agent] = replace(agent, state="offered")
            habits, draw = self._seats[offer.agent].habits, self._chance()
            if draw < habits.ignores:
                self._at(self.now + habits.rings_for, self._declined, caller, offer, habits, True)
            elif draw < habits.ignores + habits.refuses:
                self._at(self.now + habits.answers_after(self._chance), self._declined, caller, offer, habits, False)
            else:
                self._at(self.now + habits.answers_after(self._chance), self._accepted, caller, offer, self.now)

    def _declined(self, caller: Caller, offer: Offer, habits: Habits, is_away: bool) -> None:
        if caller.offer is not offer:
            return
        until = self.now + habits.pause
        self._waits_on(caller, replace(caller.entry, passed_over={**caller.entry.passed_over, offer.agent: until}))
        if is_away:
            self._agents[offer.agent] = replace(self._agents[offer.agent], state="away")
            self._at(until, self._frees, offer.agent)
        else:
            self._frees(offer.agent)
            self._at(until, lambda: None)

    def _waits_on(self, caller: Caller, entry: Waiting) -> None:
        caller.offer, caller.entry = None, replace(entry, state="waiting")

    def _accepted(self, caller: Caller, offer: Offer, since: int) -> None:
        if caller.offer is not offer:
            return
        self._agents[offer.agent] = replace(self._agents[offer.agent], state="talking")
        if caller.entry.kind == "live":
            self._talks(caller, offer, since)
        elif self._chance() < self._back.reached:
            self._at(self.now + self._back.rings_for, self._talks, caller, offer, since)
        else:
            self._at(self.now + self._back.rings_for, self._not_reached, caller, offer)

    def _not_reached(self, caller: Caller, offer: Offer) -> None:
        name = caller.entry.id
        caller.tries += 1
        if caller.tries == TRIES:
            del self._in_line[name]
            self.calls[name] = replace(self.calls[name], tries=TRIES)
        else:
            again = self.now + self._back.again_after
            self._waits_on(caller, replace(caller.entry, not_before=again))
            self._at(again, lambda: None)
        self._frees(offer.agent)

    def _talks(self, caller: Caller, offer: Offer, since: int) -> None:
        self._leaves(caller, is_answered=True)
        wrap_up = self._seats[offer.agent].habits.wrap_up(self._chance)
        tries = caller.tries + 1 if caller.entry.kind == "callback" else None
        name, ended = caller.entry.id, self.now + caller.handling
        self.calls[name] = replace(self.calls[name], answered=self.now, talk=caller.handling, wrap_up=wrap_up, tries=tries, ended=ended)
        self._at(ended + wrap_up, self._done, caller.line, offer.agent, since)

    def _done(self, line: Line, agent: str, since: int) -> None:
        self._past[line.name].handlings.append(self.now - since)
        self._frees(agent)
