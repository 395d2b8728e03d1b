"""How long the callers of a floor waited, and what they were told of it."""

from collections.abc import Mapping
from math import inf

from ivr.agents.estimates import Range
from ivr.agents.figures import Call
from ivr.agents.model import SECOND
from ivr.simulator import events
from tests.floor.floors import Floor
from tests.floor.seen import Seen


def calls_of(floor: Floor) -> Mapping[str, Call]:
    """Give all calls that were in line: `promised` is what was told, and the wait begins when it was.

    Who finds a line closed, or is called back instead, does not wait in it.
    """
    seen, told = Seen(floor), dict[tuple[str, str], tuple[float, Range | None]]()
    for at, sid, queue, estimate in floor.kept.estimates:
        told[sid, queue] = (at, estimate.range if estimate.is_told else None)
    calls: dict[str, Call] = {}
    for at, entry in floor.kept.entries.values():
        name = seen.caller_of(entry.id)
        queued, promised = told.get((entry.call_sid, entry.queue), (at, None))
        happened = _on_the_line(seen.of[name], queued)
        if name not in calls and any(isinstance(event.what, events.Enqueue) for event in happened):
            calls[name] = _call(seen, name, happened, entry.queue, queued, promised)
    return calls


def _on_the_line(happened: list[events.Event], since: float) -> list[events.Event]:
    """Give what happened on one call from a moment on."""
    ended = next((event.at for event in happened if event.at >= since and isinstance(event.what, events.Ended)), inf)
    return [event for event in happened if since <= event.at <= ended]


def _call(seen: Seen, name: str, happened: list[events.Event], queue: str, queued: float, promised: Range | None) -> Call:
    """Who left the line by a key has gone away from it like one who hung up, unless they come back."""
    answered = next((event.at for event in happened if isinstance(event.what, events.Talk)), None)
    left = next((stay.ended for stay in seen.in_line(name) if stay.ended >= queued and stay.how in ("leave", "hangup")), happened[-1].at)
    return Call(
        offered=_ms(queued),
        queued=_ms(queued),
        queue=queue,
        promised=promised,
        answered=None if answered is None else _ms(answered),
        abandoned=_ms(left) if answered is None else None,
    )


def _ms(seconds: float) -> int:
    return round(seconds * SECOND)
