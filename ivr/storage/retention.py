"""What goes when its time is over: calls with all that names them, and what is kept of no call by its own age."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from ivr.storage.floor_tables import consults, estimates, intents, offers, wrapups
from ivr.storage.records import Closed, Over
from ivr.storage.rows import Rows
from ivr.storage.tables import (
    BOOKED,
    asked_marks,
    callbacks,
    calls,
    codes,
    drafts,
    entries,
    jobs,
    journal,
    known_callers,
    notices,
    outbox,
    profiles,
    recordings,
    surveys,
    tickets,
    tries,
)

OF_CALL: tuple[Column[str], ...] = (
    journal.c.sid,
    entries.c.call_sid,
    tickets.c.call_sid,
    callbacks.c.call_sid,
    drafts.c.call_sid,
    outbox.c.call_sid,
    surveys.c.call_sid,
    asked_marks.c.call_sid,
    tries.c.call_sid,
    codes.c.call_sid,
    known_callers.c.call_sid,
    estimates.c.call_sid,
    calls.c.sid,
)
"""What names a call and goes with it, the call itself last. Its recordings go when the carrier has none any more."""
BY_AGE: tuple[Column[datetime], ...] = (notices.c.at, jobs.c.done_at, offers.c.changed_at, wrapups.c.written_at)
"""What goes by its own age, whichever call it is of; a job only when it is done. What was asked of the carrier for an
offer or a callback goes with it."""
WITH_OFFER: tuple[Column[str], ...] = (intents.c.about, consults.c.offer)
"""What else names an offer, and goes with it."""

SIDS: BindParameter[Sequence[str]] = bindparam("sids", expanding=True)


def holds(call: FromClause) -> ColumnElement[bool]:
    """Whether a call is held: by a ticket that is not settled, or of a kind that is kept longer, or by a callback yet to be made."""
    is_unsettled = tickets.c.state.in_(bindparam("unsettled", expanding=True))
    is_kept_longer = and_(tickets.c.kind.in_(bindparam("longer", expanding=True)), call.c.closed_at >= bindparam("longer_before"))
    by_ticket = exists().where(tickets.c.call_sid == call.c.sid, or_(is_unsettled, is_kept_longer))
    return or_(by_ticket, exists().where(callbacks.c.call_sid == call.c.sid, BOOKED, callbacks.c.entry != ""))


AGE = (calls.c.closed_at, calls.c.sid)
NEXT = (
    select(*AGE)
    .where(calls.c.closed_at < bindparam("before"), calls.c.closed_at >= bindparam("at"))
    .where(or_(calls.c.closed_at > bindparam("at"), calls.c.sid > bindparam("sid")))
    .order_by(*AGE)
    .limit(bindparam("most"))
    .subquery("next")
)
CLOSED = select(NEXT.c.sid, NEXT.c.closed_at, holds(NEXT)).order_by(NEXT.c.closed_at, NEXT.c.sid)

IS_OVER = (calls.c.closed_at < bindparam("before"), not_(holds(calls)))
OVER = select(calls.c.sid).where(*IS_OVER)
stays = calls.alias("stays")
CALLS_ON = exists().where(stays.c.caller_hash == profiles.c.caller_hash, stays.c.sid.not_in(OVER))
ALL_OVER = profiles.c.caller_hash.in_(select(calls.c.caller_hash).where(*IS_OVER)), not_(CALLS_ON)
OLD_OFFERS = select(offers.c.id).where(offers.c.changed_at < bindparam("before"))
COUNT = {column.table.name: select(func.count()).where(column.in_(OVER)) for column in (*OF_CALL, recordings.c.call_sid)} | {
    **{column.table.name: select(func.count()).where(column < bindparam("before")) for column in BY_AGE},
    intents.name: select(func.count()).where(
        or_(intents.c.about.in_(OLD_OFFERS), intents.c.about.in_(select(callbacks.c.number).where(callbacks.c.call_sid.in_(OVER))))
    ),
    consults.name: select(func.count()).where(consults.c.offer.in_(OLD_OFFERS)),
    profiles.name: select(func.count()).where(*ALL_OVER),
}

UNHELD = select(calls.c.sid).where(calls.c.sid.in_(SIDS), not_(holds(calls)))
RECORDINGS = select(recordings.c.sid).where(recordings.c.call_sid.in_(SIDS)).order_by(recordings.c.sid)
FORGET_RECORDING = delete(recordings).where(recordings.c.sid == bindparam("sid"))
CALLERS = select(calls.c.caller_hash).where(calls.c.sid.in_(SIDS)).distinct()
STILL_CALLS = exists().where(calls.c.caller_hash == profiles.c.caller_hash)
FORGET_CALLERS = delete(profiles).where(profiles.c.caller_hash.in_(bindparam("callers", expanding=True)), not_(STILL_CALLS))
DIALS = select(callbacks.c.number).where(callbacks.c.call_sid.in_(SIDS))
DELETE_CALLS = {intents.name: delete(intents).where(intents.c.about.in_(DIALS))} | {
    column.table.name: delete(column.table).where(column.in_(SIDS)) for column in OF_CALL
}


def oldest(column: Column[datetime]) -> Select[*tuple[Any, ...]]:
    """Find the oldest rows by that age."""
    key = column.table.primary_key.columns
    return select(*key).where(column < bindparam("before")).order_by(column, *key).limit(bindparam("most"))


DELETE_OLD = {column.table.name: delete(column.table).where(column.in_(oldest(offers.c.changed_at))) for column in WITH_OFFER} | {
    column.table.name: delete(column.table).where(tuple_(*column.table.primary_key.columns).in_(oldest(column))) for column in BY_AGE
}


def read_closed(connection: Connection, over: Over, after: Closed, most: int) -> list[Closed]:
    """List calls that were closed before their days began, from the one after a call on, the oldest first."""
    values = asdict(over) | {"at": after.at, "sid": after.sid, "most": most}
    return [Closed(sid, at, bool(is_held)) for sid, at, is_held in connection.execute(CLOSED, values)]


def count_over(connection: Connection, over: Over) -> dict[str, int]:
    """Count by table what would go, on an open connection."""
    return {name: connection.execute(count, asdict(over)).scalar_one() for name, count in COUNT.items()}


class Retention(Rows):
    """The part of the unit that deletes what is over."""

    __slots__ = ()

    def unheld(self, sids: Sequence[str], over: Over) -> list[str]:
        """List those of some calls that no ticket holds."""
        return [sid for (sid,) in self._run(UNHELD, sids=list(sids), **asdict(over))]

    def recordings_of(self, sids: Sequence[str]) -> list[str]:
        """List the recordings of calls."""
        return [sid for (sid,) in self._run(RECORDINGS, sids=list(sids))]

    def forget_recording(self, sid: str) -> None:
        """Forget a recording that the carrier has no more."""
        self._run(FORGET_RECORDING, sid=sid)

    def delete_calls(self, sids: Sequence[str]) -> Mapping[str, int]:
        """Delete calls and all that names them but their recordings, and what is remembered of numbers that have no call left."""
        these = list(sids)
        callers = [caller for (caller,) in self._run(CALLERS, sids=these)]
        gone = {name: self._run(statement, sids=these).rowcount for name, statement in DELETE_CALLS.items()}
        return gone | {profiles.name: self._run(FORGET_CALLERS, callers=callers).rowcount}

    def delete_old(self, before: datetime, most: int) -> Mapping[str, int]:
        """Delete, of each table that goes by its own age, that many of the oldest rows from before a moment."""
        return {name: self._run(statement, before=before, most=most).rowcount for name, statement in DELETE_OLD.items()}
