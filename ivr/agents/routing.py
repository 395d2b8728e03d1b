"""Who takes whom: one order of all who wait, and the agents who may take them."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from ivr.agents.model import Agent, Offer, Waiting


def can_take(agent: Agent, entry: Waiting, now: int) -> bool:
    """Tell whether a call is one for this agent, ready or not."""
    return (
        entry.skills <= agent.skills.keys()
        and entry.language in agent.languages
        and entry.level <= agent.level
        and entry.passed_over.get(agent.id, now) <= now
    )


def dispatch(waiting: Iterable[Waiting], agents: Iterable[Agent], now: int) -> list[Offer]:
    """Give the offers to be made now, at most one an entry and one an agent, in the order of the line.

    Fairness: when an entry is offered to an agent, no entry with an earlier place that this agent could take is left without an offer.
    So among equals, who have the same head start and are for the same agents, nobody is answered before one who arrived earlier;
    a callback is an entry like any other and neither overtakes nor is overtaken; and nobody starves, because an entry is overtaken
    only by those who arrived within the difference of two head starts after it, which are bounded.

    As many entries are offered as that allows: an agent who alone can take the one is not given to the other for whom there is a second.
    """
    ready = [agent for agent in agents if agent.state == "ready"]
    taken: dict[str, Waiting] = {}

    def seat(entry: Waiting, tried: set[str]) -> bool:
        for agent in sorted((each for each in ready if can_take(each, entry, now)), key=lambda each: _fitness(each, entry)):
            if agent.id not in tried:
                tried.add(agent.id)
                if agent.id not in taken or seat(taken[agent.id], tried):
                    taken[agent.id] = entry
                    return True
        return False

    for entry in sorted(waiting, key=attrgetter("place")):
        if len(taken) == len(ready):
            break
        if entry.state == "waiting" and entry.not_before <= now:
            seat(entry, set())
    by_place = sorted(taken.items(), key=lambda pair: pair[1].place)
    return [Offer(entry.id, agent) for agent, entry in by_place]


def position(entry: Waiting, waiting: Iterable[Waiting], agents: Sequence[Agent], now: int) -> int:
    """Give an entry's place in line as it is told, 1 for the next: how many are before it in its queue, or for an agent who is for it too.

    Not counted are those away, and callbacks whose time has not come.
    """
    able = [agent for agent in agents if can_take(agent, entry, now)]
    return 1 + sum(
        other.place < entry.place
        and other.state != "away"
        and other.not_before <= now
        and (other.queue == entry.queue or any(can_take(agent, other, now) for agent in able))
        for other in waiting
    )


def _fitness(agent: Agent, entry: Waiting) -> tuple[int, int, int, int, str]:
    """Order the agents for a call: the lowest level, then who does this best, then who can do least else, then the longest ready."""
    rank = max((agent.skills[skill] for skill in entry.skills), default=0)
    return agent.level, rank, len(agent.skills), agent.ready_since, agent.id
