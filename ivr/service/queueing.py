"""Waiting in line: an entry made of a call, the keys of the wait, and leaving it.

An entry's id carries its queue, its language with the pace, and the version of its menus, so that the wait is answered from memory
when the database is away.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivr.flow.graph import Queue
from ivr.flow.nodes.queue import TRANSFER
from ivr.service import somebody_else
from ivr.storage.records import OPEN, Entry

if TYPE_CHECKING:
    from ivr.service.actions.context import Context

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
RANDOM_LETTERS = 26
ON_THE_LINE = ("waiting", "away")
"""The states of an entry whose place in line is kept for this call."""
HISTORY = timedelta(days=30)
"""Calls of so many days are told of to an agent, and talks looked at for whom a caller talked to last; our judgement."""
OVERFLOW = "overflow"
"""The queue of callers whom nothing else could serve."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an entry's id tells by itself."""

    queue: str
    language: str
    pace: str
    version: str


def place_of(entry: str) -> Place | None:
    """Read an entry's id; None when it is not one of ours."""
    match entry.split("."):
        case [queue, manner, *version, _]:
            language, _, pace = manner.partition("~")
            return Place(queue, language, pace, ".".join(version))
    return None


def opaque(draw: Callable[[int], int]) -> str:
    """Draw a name that tells nobody anything."""
    return "".join(LETTERS[draw(len(LETTERS))] for _ in range(RANDOM_LETTERS))


def newest(places: Iterable[Entry], queue: str, *states: str) -> Entry | None:
    """Give the first of some places, the newest first, that is in a queue and in one of some states."""
    return next((place for place in places if place.queue == queue and place.state in states), None)


def new_entry(context: "Context", queue: Queue, places: Sequence[Entry]) -> Entry:
    """Make the entry of this call, with the story an agent will read. Who was transferred keeps the place they came with."""
    state = context.state
    manner = f"{state.language}~{state.pace}" if state.pace else state.language
    return Entry(
        id=f"{queue.name}.{manner}.{context.flow.version}.{opaque(context.draw)}",
        call_sid=context.sid,
        queue=queue.name,
        arrived_at=context.now,
        place_at=place_at(context, queue, places),
        language=context.state.language,
        story=json.dumps({**story(context), **_past(context)}, ensure_ascii=False),
        not_to=somebody_else.not_to(context, context.now - HISTORY),
    )


def place_at(context: "Context", queue: Queue, places: Sequence[Entry]) -> datetime:
    """Give the place this call takes in line when it joins a queue now, of the places it had: the arrival less the head start.

    Who comes by an agent's transfer arrived when they joined the line before.
    """
    before = left_for(places, queue.name)
    arrived = before.place_at + _head_start(context, context.flow.queues.get(before.queue)) if before is not None else context.now
    return min(arrived, context.now) - _head_start(context, queue)


def left_for(places: Sequence[Entry], queue: str) -> Entry | None:
    """Give the place that was left by the last transfer to a queue, unless that queue was joined since."""
    left = next((place for place in places if place.state == "done" and place.wish == f"{TRANSFER}:{queue}"), None)
    is_back = left is not None and any(place.queue == queue and place.arrived_at > left.arrived_at for place in places)
    return None if is_back else left


def _head_start(context: "Context", queue: Queue | None) -> timedelta:
    account = context.state.slots.get("account") or {}
    seniors = queue.seniors if queue is not None and account.get("age") == "senior" else 0
    return timedelta(seconds=max(queue.head_start if queue is not None else 0, seniors))


def story(context: "Context") -> dict[str, object]:
    """Tell what the caller has done and said so far: what the task they came from was told, remembered slots, and the choices made."""
    state = context.state
    told = next((visit.kept for visit in reversed(state.history) if visit.kept is not None), {})
    remembered = {name: value for name, value in state.slots.items() if name in context.flow.remember}
    return {**told, **remembered, "language": state.language, "path": list(state.path)}


def _past(context: "Context") -> dict[str, object]:
    """Tell how often the caller called before, and how many cases of theirs are open, once it is known that the account is theirs."""
    cases = [each for each in context.unit.tickets_of(context.account) if each.state in OPEN] if context.account else []
    calls, _ = context.unit.count_calls(context.caller.hash, context.now - HISTORY) if context.caller.hash else (1, 0)
    return {"history": calls - 1, "cases": len(cases)}
