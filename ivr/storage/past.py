"""What is kept of calls for service figures: when they began and ended, where they waited and talked, and what happened in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, exists, func, select

from ivr.storage.floor_tables import estimates, offers, wrapups
from ivr.storage.tables import asked_marks, callbacks, calls, entries, journal, surveys

BETWEEN = and_(calls.c.started_at >= bindparam("since"), calls.c.started_at < bindparam("until"))
ENDED = func.coalesce(calls.c.hung_up_at, calls.c.closed_at)
IS_REACHED = callbacks.c.state == "reached"
TALKED_IN = case((IS_REACHED, callbacks.c.leg), else_=calls.c.sid)
"""The call of the talk: a call back is not one more call of its caller."""
TRIES = case((callbacks.c.state.in_(["reached", "given_up"]), callbacks.c.tries))
CALLS = (
    select(calls.c.sid, calls.c.caller_hash, calls.c.started_at, ENDED, surveys.c.score)
    .add_columns(callbacks.c.call_sid, TRIES, asked_marks.c.call_sid)
    .outerjoin(callbacks, callbacks.c.call_sid == calls.c.sid)
    .outerjoin(surveys, surveys.c.call_sid == TALKED_IN)
    .outerjoin(asked_marks, and_(asked_marks.c.call_sid == TALKED_IN, asked_marks.c.ticket == ""))
    .where(BETWEEN, calls.c.sid.not_in(select(callbacks.c.leg)))
    .order_by(calls.c.started_at, calls.c.sid, callbacks.c.booked_at)
)
OVER = case((offers.c.state == "over", offers.c.changed_at)).label("over")
TALKS = and_(offers.c.entry == entries.c.id, offers.c.talked_at.is_not(None), offers.c.role == "owner")
moved = offers.alias("moved")
IS_HANDED_OVER = exists().where(moved.c.entry == entries.c.id, moved.c.room == "", moved.c.role != "owner", moved.c.talked_at.is_not(None))
"""Who opened the room owns it no more."""
LEFT_AT = func.coalesce(offers.c.talked_at, ENDED)
TOLD_BEFORE = and_(estimates.c.call_sid == entries.c.call_sid, estimates.c.queue == entries.c.queue, estimates.c.told_at <= LEFT_AT)
WAITED_IN = func.coalesce(callbacks.c.call_sid, entries.c.call_sid)
SINCE = func.coalesce(callbacks.c.booked_at, entries.c.arrived_at)
WAITS = (
    select(WAITED_IN, entries.c.id, entries.c.queue, SINCE.label("since"), entries.c.state, entries.c.wish, offers.c.talked_at, OVER)
    .add_columns(estimates.c.low, estimates.c.top, wrapups.c.written_at, offers.c.agent, IS_HANDED_OVER)
    .outerjoin(callbacks, and_(callbacks.c.entry == entries.c.id, IS_REACHED))
    .join(calls, calls.c.sid == WAITED_IN)
    .outerjoin(offers, TALKS)
    .outerjoin(wrapups, wrapups.c.offer == offers.c.id)
    .outerjoin(estimates, and_(TOLD_BEFORE, estimates.c.is_told))
    .where(BETWEEN)
    .order_by(SINCE, offers.c.talked_at)
)
FACTS = select(journal.c.sid, journal.c.facts).join(calls, calls.c.sid == journal.c.sid).where(BETWEEN).order_by(journal.c.turn)


@dataclass(frozen=True, slots=True)
class PastWait:
    """A time in line and the talk that came of it, if any: from `talked_at` on, until `over_at` when it is over, and
    `written_at` when the `agent` wrote about it. Who was told how long it would be was told `low` to `top`, in milliseconds.

    Whose agent was lost waited once, until the first talk, and talked `again_at` with the agent named, for the last time.
    """

    queue: str
    arrived_at: datetime
    state: str
    wish: str
    talked_at: datetime | None
    over_at: datetime | None
    low: int | None = None
    top: int | None = None
    written_at: datetime | None = None
    agent: str | None = None
    is_handed_over: bool = False
    again_at: datetime | None = None

    @property
    def began_at(self) -> datetime | None:
        """When the last talk began."""
        return self.again_at or self.talked_at


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call; `facts` are those of its turns, each as it is kept. Who took a callback waited from the booking on, until it reached them; it
    took so many `tries`, when no more are made. `is_asked_by_text` is for a mark of the talk.
    """

    sid: str
    caller_hash: str
    started_at: datetime
    ended_at: datetime | None
    score: int | None
    has_callback: bool
    waits: Sequence[PastWait]
    facts: Sequence[str]
    tries: int | None = None
    is_asked_by_text: bool = False


def read_past(connection: Connection, since: datetime, until: datetime) -> list[PastCall]:
    """Read calls on an open connection."""
    between = {"since": since, "until": until}
    waits = _by_call(connection.execute(WAITS, between))
    facts = _by_call(connection.execute(FACTS, between))
    found = {row[0]: row for row in connection.execute(CALLS, between)}  # a call that booked two callbacks is one call
    return [
        PastCall(
            sid,
            caller,
            started_at,
            ended_at,
            score,
            callback is not None,
            _one_each(waits[sid]),
            [text for (text,) in facts[sid]],
            tries,
            asked is not None,
        )
        for sid, caller, started_at, ended_at, score, callback, tries, asked in found.values()
    ]


def _by_call(rows: Iterable[Row[Any]]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row[1:]))
    return found


def _one_each(talks: Iterable[tuple[Any, ...]]) -> list[PastWait]:
    """Make one wait of the talks of each entry, which come in order."""
    found: dict[str, PastWait] = {}
    for entry, *values in talks:
        talk, first = PastWait(*values), found.get(entry)
        found[entry] = replace(talk, talked_at=first.talked_at, again_at=talk.talked_at) if first else talk
    return list(found.values())
