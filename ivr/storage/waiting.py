"""Those who wait: in line by `place_at`, then by id. The carrier's own order means nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, func, or_, select, text, update

from ivr.storage.columns import Moment, moment
from ivr.storage.driver import DriverStatement
from ivr.storage.floor_records import Queued
from ivr.storage.records import Ahead, Entry, Line
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.sealed import Numbers
from ivr.storage.tables import BOOKED, OPEN_ENTRY, callbacks, entries


def place(of: FromClause) -> ColumnElement[datetime]:
    """Give the place of an entry. The program before this one leaves it out: it is the arrival then."""
    return func.coalesce(of.c.place_at, of.c.arrived_at)


def placed(row: type[Entry | Queued]) -> list[ColumnElement[Any]]:
    """Give the columns of entries in the order of a dataclass."""
    return [place(entries) if column is entries.c.place_at else column for column in columns(entries, row)]


ENTRY = placed(Entry)
OF_CALL = and_(entries.c.call_sid == bindparam("call"), OPEN_ENTRY)

JOIN = DriverStatement(insert_new(entries))
COME_BACK = (
    update(entries)
    .where(OF_CALL, entries.c.queue == bindparam("line"))
    .values(state="waiting", wish="", story=bindparam("told"), not_to=bindparam("other_than"))
)
FIND_OPEN = select(*ENTRY).where(OF_CALL, entries.c.queue == bindparam("line"))
OF_AGENT = entries.c.wish.contains(":").desc()
FIND_AWAY = select(*ENTRY).where(OF_CALL, entries.c.state == "away").order_by(OF_AGENT, entries.c.arrived_at.desc()).limit(1)
FIND = select(*ENTRY).where(entries.c.id == bindparam("id"))
COUNT = DriverStatement(select(func.count()).where(entries.c.queue == bindparam("line"), entries.c.state == bindparam("state")))
WISH = (
    update(entries)
    .where(entries.c.id == bindparam("entry"), entries.c.state == bindparam("before"))
    .values(state="away", wish=bindparam("wanted"))
)
CARRY_OUT = (
    update(entries)
    .where(entries.c.call_sid == bindparam("call"), entries.c.state == "away", entries.c.wish == bindparam("wished"))
    .values(state=bindparam("after"), wish=bindparam("kept"))
)
OF_HOME = update(entries).where(entries.c.id == bindparam("entry"), entries.c.state == "callback")
LEAVE_HOME = OF_HOME.values(state="gone", wish="callback", story="")
REACH = OF_HOME.values(state="waiting", wish="", call_sid=bindparam("call"), arrived_at=bindparam("at"))
IS_ON_THE_LINE = text("state IN ('waiting', 'away', 'talking')")
LEAVE = update(entries).where(entries.c.call_sid == bindparam("call"), IS_ON_THE_LINE).values(state=bindparam("left"))
IN_LINE = select(entries.c.call_sid).where(entries.c.call_sid.in_(bindparam("calls", expanding=True)), IS_ON_THE_LINE)

me = entries.alias("me")
PROMISED = and_(BOOKED, callbacks.c.entry == entries.c.id, text("entries.state = 'callback'"))
"""Of who waits at home to be called."""
AT_HOME = and_(PROMISED, callbacks.c.next_at <= bindparam("now"))
"""Of those whose time has come."""
OF_NUMBER = and_(PROMISED, callbacks.c.caller_hash == bindparam("caller"), callbacks.c.caller_hash != text("''"))
PLACES = DriverStatement(
    select(*ENTRY)
    .where(entries.c.call_sid == bindparam("call"), text("entries.state <> 'callback'"))
    .union_all(select(*ENTRY).where(OF_NUMBER))
)
# of every queue, and counted here: SQLite then reads the index of open entries, which is as short as the line
STANDS = select(entries.c.queue, entries.c.language, entries.c.state, place(entries) <= bindparam("place", type_=Moment))
LINE = DriverStatement(STANDS.where(OPEN_ENTRY, entries.c.state == bindparam("state")).union_all(STANDS.where(AT_HOME)))
COMES_BEFORE = (
    select(entries.c.queue, entries.c.language)
    .where(me.c.id == bindparam("id"), entries.c.queue.in_(bindparam("queues", expanding=True)))
    .where(or_(place(entries) < place(me), and_(place(entries) == place(me), entries.c.id < me.c.id)))
)
AHEAD_OF = COMES_BEFORE.where(entries.c.state == "waiting").union_all(COMES_BEFORE.where(AT_HOME))


MOMENTS, STORY = slice(3, 5), 6
"""Where an entry's row has its two moments and its sealed story: the driver gives them as it keeps them."""


def entry_row(row: Sequence[Any], numbers: Numbers) -> Entry:
    """Make an entry of a row as the driver gives it."""
    values = list(row)
    values[MOMENTS] = map(moment, values[MOMENTS])
    values[STORY] = numbers.open(values[STORY])
    return Entry(*values)


def ahead(rows: Iterable[Sequence[str]]) -> Ahead:
    """Count those found in line."""
    return Counter((queue, language) for queue, language in rows)


class Waiting(Rows):
    """The part of the unit that keeps queues."""

    __slots__ = ()

    def join_queue(self, entry: Entry) -> Entry:
        """Let a call wait. One already waiting or away in that queue keeps its place and waits again, with the story as it is now."""
        values = self._values(entry)
        if self._told(JOIN, priority=0, **values):
            return entry
        self._run(COME_BACK, call=entry.call_sid, line=entry.queue, told=values["story"], other_than=entry.not_to)
        return self.open_entry(entry.call_sid, entry.queue) or entry

    def open_entry(self, call_sid: str, queue: str) -> Entry | None:
        """Read the entry with which a call waits, or is away, in a queue."""
        return self._one(Entry, FIND_OPEN, call=call_sid, line=queue)

    def entry_away(self, call_sid: str) -> Entry | None:
        """Read the newest entry of a call whose wish is being carried out, before others one that an agent wished."""
        return self._one(Entry, FIND_AWAY, call=call_sid)

    def places_of(self, call_sid: str, caller_hash: str) -> list[Entry]:
        """List the entries of a call but those at home, and those with which its number waits at home; the newest first."""
        found = [entry_row(row, self._numbers) for row in self._ask(PLACES, call=call_sid, caller=caller_hash).fetchall()]
        return sorted(found, key=attrgetter("arrived_at"), reverse=True)

    def known_in_line(self, call_sids: Sequence[str]) -> frozenset[str]:
        """Name those of some calls that wait, are away or talk."""
        return frozenset(self._all(str, IN_LINE, calls=list(call_sids)))

    def carry_out(self, call_sid: str, wish: str, state: str, kept: str) -> None:
        """Note that what an entry is away for is being carried out: its state from now on, and what of the wish is kept."""
        self._run(CARRY_OUT, call=call_sid, wished=wish, after=state, kept=kept)

    def entry(self, entry_id: str) -> Entry | None:
        """Read an entry."""
        return self._one(Entry, FIND, id=entry_id)

    def waiting_count(self, queue: str) -> int:
        """Count those waiting in a queue, not those away."""
        [(count,)] = self._ask(COUNT, line=queue, state="waiting").fetchall()
        return int(count)

    def line_at(self, place_at: datetime, queues: Sequence[str], now: datetime) -> Line:
        """Count those waiting in some queues, and those of them, with who waits at home, who come before one taking that place now."""
        found = [row for row in self._ask(LINE, place=place_at, state="waiting", now=now).fetchall() if row[0] in queues]
        return Line(
            ahead(row[:2] for row in found if row[3]),
            Counter(queue for queue, _, state, _ in found if state == "waiting"),
        )

    def reach(self, entry_id: str, call_sid: str, at: datetime) -> bool:
        """Let one who waited at home wait on the line, by the call that reached them. False if they wait at home no more."""
        return self._changed(REACH, entry=entry_id, call=call_sid, at=at)

    def leave_home(self, entry_id: str) -> bool:
        """Wait at home no more: whoever does is not called, and what they told is forgotten. False if they do not wait there."""
        return self._changed(LEAVE_HOME, entry=entry_id)

    def wish(self, entry_id: str, wish: str, before: str = "waiting") -> bool:
        """Turn an entry that waits, or talks, into one away with a wish. False if it did not."""
        return self._changed(WISH, entry=entry_id, wanted=wish, before=before)

    def leave_queue(self, call_sid: str, state: str) -> bool:
        """Move the entries of a call that wait, are away or talk to gone or done. False if it had none."""
        return self._run(LEAVE, call=call_sid, left=state).rowcount > 0
