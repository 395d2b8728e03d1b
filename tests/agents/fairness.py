"""What is fair, as plain functions of those who wait, those who answer and the offers made: each gives what breaks it."""

from collections.abc import Iterator, Sequence

from ivr.agents.model import Agent, Offer, Waiting
from ivr.agents.routing import can_take

Line = Sequence[Waiting]
Floor = Sequence[Agent]


def can_be_offered(entry: Waiting, now: int) -> bool:
    return entry.state == "waiting" and entry.not_before <= now


def wrong(line: Line, floor: Floor, now: int, offers: Sequence[Offer]) -> Iterator[str]:
    """Tell of offers that must not be made, whoever else there is."""
    entries, agents = {each.id: each for each in line}, {each.id: each for each in floor}
    for number, offer in enumerate(offers):
        if any(offer.entry == other.entry or offer.agent == other.agent for other in offers[:number]):
            yield f"{offer} is a second one"
        if not can_be_offered(entries[offer.entry], now) or agents[offer.agent].state != "ready":
            yield f"{offer} is of one who does not wait, or to one who is not ready"
        if not can_take(agents[offer.agent], entries[offer.entry], now):
            yield f"{offer} is to one whom the call is not for"


def overtaken(line: Line, floor: Floor, now: int, offers: Sequence[Offer]) -> Iterator[tuple[Waiting, Waiting]]:
    """Give who was left without an offer, and who was offered instead to an agent for both."""
    entries, agents = {each.id: each for each in line}, {each.id: each for each in floor}
    offered = {offer.entry for offer in offers}
    for left in line:
        if left.id not in offered and can_be_offered(left, now):
            for offer in offers:
                if can_take(agents[offer.agent], left, now):
                    yield left, entries[offer.entry]


def most_offers(line: Line, floor: Floor, now: int) -> int:
    """Count the offers that can be made at once, by trying every way; for small floors."""
    if not line:
        return 0
    first, rest = line[0], line[1:]
    without = most_offers(rest, floor, now)
    if not can_be_offered(first, now):
        return without
    able = [agent for agent in floor if agent.state == "ready" and can_take(agent, first, now)]
    return max([without, *(1 + most_offers(rest, [each for each in floor if each is not agent], now) for agent in able)])
