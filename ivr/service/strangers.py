"""Strangers: who hears the music of a line in which they do not stand, and would hear it for ever."""

from ivr.service.lines import Lines
from ivr.service.queueing import OVERFLOW
from ivr.storage.base import Store

AGAIN = "/voice/turn?r=0"
"""Takes a call to the question it is at: to a line, with a place in it; one that we have never heard of, to the beginning."""


def strangers(store: Store, lines: Lines) -> frozenset[str]:
    """Name the calls that the carrier has in a queue and that we do not have in any; who joins meanwhile is known before.

    Those whom nothing else could serve have no place, and leave by themselves. Raises CarrierError.
    """
    in_line = lines.in_line()
    calls = sorted(call for queue, there in in_line.items() if queue != OVERFLOW for call in there)
    if not calls:
        return frozenset()
    with store.unit() as unit:
        return frozenset(calls) - unit.known_in_line(calls)
