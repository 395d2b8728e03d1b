"""Rounds in which the caller chooses nothing: strongly connected places along quiet edges, by Tarjan's algorithm without recursion."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

Spot = TypeVar("Spot")


def rounds(places: Sequence[Spot], goes_on: Callable[[Spot], Iterable[Spot]]) -> Iterator[list[Spot]]:
    """Yield each round along what places go on to, beginning with the place that was found first."""
    order = {place: number for number, place in enumerate(places)}
    ahead = {place: [ahead for ahead in dict.fromkeys(goes_on(place)) if ahead in order] for place in places}
    rings = (ring for ring in _connected(places, ahead) if len(ring) > 1 or ring[0] in ahead[ring[0]])
    yield from sorted((sorted(ring, key=order.__getitem__) for ring in rings), key=lambda ring: order[ring[0]])


def _connected(places: Sequence[Spot], ahead: dict[Spot, list[Spot]]) -> Iterator[list[Spot]]:
    index: dict[Spot, int] = {}
    low: dict[Spot, int] = {}
    stack: list[Spot] = []
    on_stack: set[Spot] = set()
    for start in places:
        if start in index:
            continue
        walk = [(start, iter(ahead[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while walk:
            place, targets = walk[-1]
            target = next(targets, None)
            if target is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[place])
                if low[place] == index[place]:
                    ring = [stack.pop()]
                    while ring[-1] is not place:
                        ring.append(stack.pop())
                    on_stack.difference_update(ring)
                    yield ring
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                walk.append((target, iter(ahead[target])))
            elif target in on_stack:
                low[place] = min(low[place], index[target])
