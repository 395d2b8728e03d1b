"""Service figures of the calls that were: what the store keeps of them, as calls to reckon from."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
        """Reckon the figures of all these calls, then those of each line or hour. Who rang again is looked for afterwards, too.

        A call that was in several lines is one of each line, and once of all, where its first talk answered it.
        """
        after = timedelta(milliseconds=max(self.rules.back_within, self.rules.solved_for))
        past = store.calls_between(self.since, self.until + after)
        everything = [_call(each, self.solved, each.waits) for each in past]
        asked = [call for call in everything if call.offered < milliseconds(self.until)]
        groups: dict[str, list[Call]] = defaultdict(list, {ALL: asked})
        if by == "hour":
            for call in asked:
                groups[f"{datetime.fromtimestamp(call.offered / 1000, self.zone):%Y-%m-%d %H:00}"].append(call)
        if by == "line":
            for each in past:
                for line, call in _of_lines(each, self.solved) if each.started_at < self.until else ():
                    groups[line].append(call)
        return {name: figures(some, self.rules, everything) for name, some in groups.items()}


NAMES = ("line", "hour")


def _of_lines(past: PastCall, solved: Solved) -> Iterator[tuple[str, Call]]:
    """Give a call as each line had it: the mark is of the line that talked last, the callback of the line that came last."""
    if not past.waits:
        yield NO_LINE, _call(past, solved, ())
        return
    last, talked = past.waits[-1].queue, next((wait.queue for wait in reversed(past.waits) if wait.talked_at), None)
    for line in dict.fromkeys(wait.queue for wait in past.waits):
        here = past if line == talked else replace(past, score=None, is_asked_by_text=False)
        here = here if line == last else replace(here, has_callback=False, tries=None)
        yield line, _call(here, solved, [wait for wait in past.waits if wait.queue == line])


def _call(past: PastCall, solved: Solved, waits: Sequence[PastWait]) -> Call:
    facts = [fact for text in past.facts for fact in json.loads(text)]
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
        **(_waited(waits, past.ended_at) if waits else {}),
    )


def _waited(waits: Sequence[PastWait], ended_at: datetime | None) -> dict[str, Any]:
    """Tell of the wait that the first talk ended, or else of the first, and of all talks together."""
    talks = [wait for wait in waits if wait.talked_at]
    wait = (talks or waits)[0]
    known: dict[str, Any] = {"queue": wait.queue, "queued": milliseconds(wait.arrived_at)}
    if wait.low is not None and wait.top is not None:
        known["promised"] = Range(wait.low, wait.top)
    if wait.talked_at:
        spans = [milliseconds(each.over_at) - milliseconds(each.began_at) for each in talks if each.over_at and each.began_at]
        if len(spans) == len(talks):
            known |= {"talk": sum(spans), "wrap_up": sum(kept_agent(each) or 0 for each in talks) - sum(spans)}
        is_transferred = any(each.is_handed_over or each.wish.startswith(f"{TRANSFER}:") for each in talks)
        return {**known, "answered": milliseconds(wait.talked_at), "is_transferred": is_transferred}
    if wait.state == GONE and not wait.wish and ended_at:
        return {**known, "abandoned": milliseconds(ended_at)}
    return known


def kept_agent(wait: PastWait) -> int | None:
    """Tell how many milliseconds a talk kept its agent, once it is over: until it was written about, or the time for that was over."""
    if wait.began_at is None or wait.over_at is None:
        return None
    free = wait.over_at + WRAP_UP
    return milliseconds(min(wait.written_at or free, free)) - milliseconds(wait.began_at)


def _topic(facts: Sequence[Sequence[str]]) -> str:
    """Name the first menu that the caller came to from the one in which calls begin."""
    menus = [file_of(fact[1]) for fact in facts if fact[0] == Entered.__name__]
    return next((menu for menu in menus if menu != menus[0]), "")
