"""Estimates of waits, kept with the call and the queue they are of, and the waits of a line that are over, with what was estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from ivr.agents.estimates import Ended, Estimate, Range
from ivr.storage.floor_tables import estimates, offers
from ivr.storage.past import ENDED, LEFT_AT, OVER, TALKS, TOLD_BEFORE
from ivr.storage.rows import Rows, insert_new
from ivr.storage.tables import calls, entries

GUESSED = ("told_at", "theory", "low", "top", "is_told")

PUT = insert_new(estimates)
RENEW = (
    update(estimates)
    .where(estimates.c.call_sid == bindparam("call"), estimates.c.queue == bindparam("line"))
    .values({name: bindparam(f"new_{name}") for name in GUESSED})
)
BEGAN_AT = func.coalesce(estimates.c.told_at, entries.c.arrived_at)
earlier = offers.alias("earlier")
IS_AGAIN = exists().where(earlier.c.entry == offers.c.entry, earlier.c.role == "owner", earlier.c.talked_at < offers.c.talked_at)
"""A talk with somebody whose first agent was lost: the wait had ended before."""
IS_ANSWERED = offers.c.talked_at.is_not(None)
NEWEST = (
    select(BEGAN_AT.label("began_at"), LEFT_AT.label("left_at"), IS_ANSWERED.label("is_answered"), offers.c.offered_at, OVER)
    .add_columns(estimates.c.theory, estimates.c.low, estimates.c.top, estimates.c.is_told)
    .join(calls, calls.c.sid == entries.c.call_sid)
    .outerjoin(offers, and_(TALKS, ~IS_AGAIN))
    .outerjoin(estimates, TOLD_BEFORE)
    .where(entries.c.queue == bindparam("line"))
    .where(or_(IS_ANSWERED, and_(entries.c.state == "gone", entries.c.wish == "", ENDED.is_not(None))))
    .order_by(entries.c.arrived_at.desc())
    .limit(bindparam("most"))
)
"""The newest waits that an agent ended, or the caller by hanging up; not those left for a callback or a message."""


@dataclass(frozen=True, slots=True)
class LinePast:
    """What a line's last calls were like, the newest at the end: how long each held an agent, from the offer to the end of the talk, and
    the waits that are over. Spans are in milliseconds.
    """

    held: Sequence[int]
    ended: Sequence[Ended]


class Estimates(Rows):
    """The part of the unit that keeps what was estimated, and finds what came of it."""

    __slots__ = ()

    def keep_estimate(self, call_sid: str, queue: str, estimate: Estimate, at: datetime) -> None:
        """Keep what was estimated of a call's wait in a queue; a later estimate takes the place of the one before."""
        guessed = (at, estimate.theory, estimate.range.low, estimate.range.top, estimate.is_told)
        renewed = {f"new_{name}": value for name, value in zip(GUESSED, guessed, strict=True)}
        if not self._changed(RENEW, call=call_sid, line=queue, **renewed):
            self._run(PUT, call_sid=call_sid, queue=queue, **dict(zip(GUESSED, guessed, strict=True)))

    def line_past(self, queue: str, most: int) -> LinePast:
        """Read what a line's last calls were like, of so many at most."""
        rows = self._run(NEWEST, line=queue, most=most).all()[::-1]
        held = [_span(row.offered_at, row.over) for row in rows if row.over]
        return LinePast(held, [_ended(row) for row in rows])


def _ended(row: Any) -> Ended:
    estimate = None if row.theory is None else Estimate(row.theory, Range(row.low, row.top), row.is_told)
    return Ended(_span(row.began_at, row.left_at), row.is_answered, estimate)


def _span(since: datetime, until: datetime) -> int:
    return round((until - since).total_seconds() * 1000)
