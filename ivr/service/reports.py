"""Service figures of the calls that were: what the store keeps of them, as calls to reckon from."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ivr.agents.estimates import Range
from ivr.agents.figures import Call, Figure, Rules, figures
from ivr.flow.graph import file_of
from ivr.flow.journal import Chose, Entered
from ivr.flow.nodes.queue import TRANSFER
from ivr.service.clock import milliseconds
from ivr.service.offers import WRAP_UP
from ivr.storage.base import Store
from ivr.storage.past import PastCall, PastWait

GONE = "gone"
ALL, NO_LINE = "all calls", "no line"


@dataclass(frozen=True, slots=True)
class Solved:
    """The choice by which a caller says that it is solved."""

    node: str
    key: str


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of the calls that began between two moments."""

    since: datetime
    until: datetime
    rules: Rules
    solved: Solved
    zone: ZoneInfo

    def groups(self, store: Store, by: str) -> Mapping[str, Sequence[Figure]]:
        """Reckon the figures of all these calls, then those of each line or hour. Who rang again is looked for afterwards, too."""
        after = timedelta(milliseconds=max(self.rules.back_within, self.rules.solved_for))
        everything = [_call(past, self.solved) for past in store.calls_between(self.since, self.until + after)]
        asked = [call for call in everything if call.offered < milliseconds(self.until)]
        groups: dict[str, list[Call]] = defaultdict(list, {ALL: asked})
        for call in asked if by in NAMES else ():
            groups[NAMES[by](call, self.zone)].append(call)
        return {name: figures(some, self.rules, everything) for name, some in groups.items()}


NAMES: Mapping[str, Callable[[Call, ZoneInfo], str]] = {
    "line": lambda call, zone: call.queue or NO_LINE,
    "hour": lambda call, zone: f"{datetime.fromtimestamp(call.offered / 1000, zone):%Y-%m-%d %H:00}",
}


def _call(past: PastCall, solved: Solved) -> Call:
    facts = [fact for text in past.facts for fact in json.loads(text)]
    wait = _wait(past.waits)
    return Call(
        offered=milliseconds(past.started_at),
        ended=milliseconds(past.ended_at) if past.ended_at else None,
        caller=past.caller_hash,
        topic=_topic(facts),
        is_solved=[Chose.__name__, solved.node, solved.key] in [fact[:3] for fact in facts],
        has_callback=past.has_callback,
        tries=past.tries,
        score=past.score,
        is_asked_by_text=past.is_asked_by_text,
        **(_waited(wait, past.ended_at) if wait else {}),
    )


def _wait(waits: Sequence[PastWait]) -> PastWait | None:
    """Give the wait that a talk ended, or else the first."""
    return next((wait for wait in waits if wait.talked_at), waits[0] if waits else None)


def _waited(wait: PastWait, ended_at: datetime | None) -> dict[str, Any]:
    known: dict[str, Any] = {"queue": wait.queue, "queued": milliseconds(wait.arrived_at)}
    if wait.low is not None and wait.top is not None:
        known["promised"] = Range(wait.low, wait.top)
    if wait.talked_at:
        talk = milliseconds(wait.over_at) - milliseconds(wait.talked_at) if wait.over_at else None
        kept = kept_agent(wait)
        wrap_up = None if kept is None or talk is None else kept - talk
        is_transferred = wait.wish.startswith(f"{TRANSFER}:")
        return {**known, "answered": milliseconds(wait.talked_at), "talk": talk, "wrap_up": wrap_up, "is_transferred": is_transferred}
    if wait.state == GONE and not wait.wish and ended_at:
        return {**known, "abandoned": milliseconds(ended_at)}
    return known


def kept_agent(wait: PastWait) -> int | None:
    """Tell how many milliseconds a talk kept its agent, once it is over: until it was written about, or the time for that was over."""
    if wait.talked_at is None or wait.over_at is None:
        return None
    free = wait.over_at + WRAP_UP
    return milliseconds(min(wait.written_at or free, free)) - milliseconds(wait.talked_at)


def _topic(facts: Sequence[Sequence[str]]) -> str:
    """Name the first menu that the caller came to from the one in which calls begin."""
    menus = [file_of(fact[1]) for fact in facts if fact[0] == Entered.__name__]
    return next((menu for menu in menus if menu != menus[0]), "")
