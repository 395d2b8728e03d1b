"""Who takes whom: one order of all who wait, and the agents who may take them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heapreplace
from operator import attrgetter

from ivr.agents.model import Agent, Need, Offer, Waiting

PLACE = attrgetter("place")


def can_take(agent: Agent, entry: Waiting, now: int) -> bool:
    """Tell whether a call is one for this agent, ready or not."""
    return meets(agent, entry.need) and entry.passed_over.get(agent.id, now) <= now


def dispatch(waiting: Iterable[Waiting], agents: Iterable[Agent], now: int) -> list[Offer]:
    """Give the offers to be made now, at most one an entry and one an agent, in the order of the line.

    Fairness: when an entry is offered to an agent, no entry with an earlier place that this agent could take is left without an offer.
    So among equals, who have the same head start and are for the same agents, nobody is answered before one who arrived earlier;
    a callback is an entry like any other and neither overtakes nor is overtaken; and nobody starves, because an entry is overtaken
    only by those who arrived within the difference of two head starts after it, which are bounded.

    As many entries are offered as that allows: an agent who alone can take the one is not given to the other for whom there is a second.
    """
    seats = _Seats([agent for agent in agents if agent.state == "ready"], now)
    lines: dict[Need, list[Waiting]] = defaultdict(list)
    for entry in waiting:
        if entry.state == "waiting" and entry.not_before <= now:
            lines[entry.need].append(entry)
    heads = []
    for need, line in lines.items():
        if seats.able_to(need):
            line.sort(key=PLACE, reverse=True)
            heads.append((line[-1].place, need))
    heapify(heads)
    while heads and not seats.are_taken():
        line = lines[heads[0][1]]
        entry = line.pop()
        # Agents who are taken stay so: when there is none for one, there is none for those who ask the same later.
        if (seats.seat(entry) or entry.passed_over) and line:
            heapreplace(heads, (line[-1].place, entry.need))
        else:
            heappop(heads)
    return seats.offers()


def position(entry: Waiting, waiting: Iterable[Waiting], agents: Iterable[Agent], now: int) -> int:
    """Give an entry's place in line as it is told, 1 for the next: how many are before it in its queue, or for an agent who is for it too.

    Not counted are those away, and callbacks whose time has not come. Who passed over whom does not change what is told.
    """
    floor = list(agents)
    shared: dict[Need, bool] = {}
    ahead = 0
    for other in waiting:
        if other.state != "away" and other.not_before <= now and other.place < entry.place:
            if other.need not in shared:
                shared[other.need] = share(entry.need, other.need, floor)
            ahead += other.queue == entry.queue or shared[other.need]
    return 1 + ahead


def share(one: Need, other: Need, agents: Iterable[Agent]) -> bool:
    """Tell whether some agent is for both."""
    return any(meets(agent, one) and meets(agent, other) for agent in agents)


def meets(agent: Agent, need: Need) -> bool:
    """Tell whether an agent can do what a call asks."""
    skills, language, level = need
    return skills <= agent.skills.keys() and language in agent.languages and level <= agent.level


class _Seats:
    """The ready agents, and the entries that each of them is given so far."""

    def __init__(self, ready: Sequence[Agent], now: int) -> None:
        self._ready = ready
        self._now = now
        self._able: dict[Need, list[str]] = {}
        self._taken: dict[str, Waiting] = {}

    def are_taken(self) -> bool:
        """Tell whether every ready agent has an entry."""
        return len(self._taken) == len(self._ready)

    def able_to(self, need: Need) -> list[str]:
        """Name the agents who meet a need, the fittest first."""
        if need not in self._able:
            able = [agent for agent in self._ready if meets(agent, need)]
            self._able[need] = [agent.id for agent in sorted(able, key=lambda each: _fitness(each, need))]
        return self._able[need]

    def seat(self, entry: Waiting) -> bool:
        """Give an entry to the fittest agent who is free, or whose entry can go to another one."""
        return self._seat(entry, set())

    def _seat(self, entry: Waiting, tried: set[str]) -> bool:
        able = [agent for agent in self.able_to(entry.need) if agent not in tried and entry.passed_over.get(agent, self._now) <= self._now]
        for agent in able:
            if agent not in self._taken:
                self._taken[agent] = entry
                return True
        for agent in able:
            if agent not in tried:
                tried.add(agent)
                if self._seat(self._taken[agent], tried):
                    self._taken[agent] = entry
                    return True
        return False

    def offers(self) -> list[Offer]:
        """Give who is offered to whom, in the order of the line."""
        by_place = sorted(self._taken.items(), key=lambda pair: pair[1].place)
        return [Offer(entry.id, agent) for agent, entry in by_place]


def _fitness(agent: Agent, need: Need) -> tuple[int, int, int, int, str]:
    """Order the agents for a call: the lowest level, then who does this best, then who can do least else, then the longest ready."""
    rank = max((agent.skills[skill] for skill in need[0]), default=0)
    return agent.level, rank, len(agent.skills), agent.ready_since, agent.id
