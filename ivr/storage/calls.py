"""Calls and their journal: where exactly-once is kept. The journal's primary key decides who took a turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, literal_column, select, update

from ivr.errors import TurnTaken
from ivr.flow.engine import SILENT
from ivr.storage.columns import moment
from ivr.storage.driver import DriverStatement
from ivr.storage.records import CallRow
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.sealed import Numbers
from ivr.storage.tables import calls, entries, journal, known_callers

ANSWERED = case((calls.c.turn > bindparam("n"), calls.c.answer), else_=literal_column("''"))
KEPT = [ANSWERED if column is calls.c.answer else column for column in columns(calls, CallRow)]
READ_CALL = DriverStatement(select(*KEPT).where(calls.c.sid == bindparam("sid")))
START = DriverStatement(insert_new(calls))
WRITE_FACTS = DriverStatement(insert_new(journal))
READ_FACTS = select(journal.c.turn, journal.c.facts).where(journal.c.sid == bindparam("sid")).order_by(journal.c.turn)

THIS_CALL = calls.c.sid == bindparam("this")
MOVE = (
    update(calls)
    .where(THIS_CALL, calls.c.turn == bindparam("taken"))
    .values(turn=bindparam("next"), state=bindparam("state"), answer=bindparam("answer"), ending=bindparam("ending"))
)
SAVE = DriverStatement(MOVE)
COUNT = DriverStatement(
    select(func.count(), func.count().filter(calls.c.ending == bindparam("silent"))).where(
        calls.c.caller_hash == bindparam("caller"), calls.c.started_at > bindparam("since")
    )
)
HANG_UP = update(calls).where(THIS_CALL, calls.c.hung_up_at.is_(None)).values(hung_up_at=bindparam("at"))
FIND_OPEN = select(calls.c.turn, calls.c.ending).where(THIS_CALL, calls.c.closed_at.is_(None)).with_for_update()
FORGET_STORIES = update(entries).where(entries.c.call_sid == bindparam("this"), entries.c.state != "callback").values(story="")
"""But of who waits at home to be called: whoever takes that call is to know it."""
FORGET_ACCOUNT = delete(known_callers).where(known_callers.c.call_sid == bindparam("this"))
KEEP_ACCOUNT = insert_new(known_callers)
ACCOUNT = DriverStatement(select(known_callers.c.account).where(known_callers.c.call_sid == bindparam("this")))
CLOSE = update(calls).where(THIS_CALL).values(closed_at=bindparam("at"))


TEXTS, MOMENTS = slice(3, 5), slice(8, 11)
"""Where a call's row has its sealed state and answer, and its three moments: the driver gives them as it keeps them."""


def call_row(row: Sequence[Any], numbers: Numbers) -> CallRow:
    """Make a call of a row as the driver gives it."""
    values = list(row)
    values[TEXTS] = map(numbers.open, values[TEXTS])
    values[MOMENTS] = map(moment, values[MOMENTS])
    return CallRow(*values)


class Calls(Rows):
    """The part of the unit that keeps calls."""

    __slots__ = ()

    def start_call(self, row: CallRow, facts: str) -> None:
        """Keep a new call and the facts of its turn 0. Raises TurnTaken if the call is known."""
        if not self._told(START, **self._values(row)):
            raise TurnTaken(f"call {row.sid} has begun already")
        self._told(WRITE_FACTS, sid=row.sid, turn=0, facts=facts)

    def save_turn(self, sid: str, turn: int, state: str, answer: str, facts: str, ending: str) -> None:
        """Keep a turn and move the call to the next. Raises TurnTaken if another request took it."""
        sealed = self._sealed(state, answer)
        if not self._told(WRITE_FACTS, sid=sid, turn=turn, facts=facts):
            raise TurnTaken(f"turn {turn} of call {sid} is taken")
        if not self._told(SAVE, this=sid, taken=turn, next=turn + 1, **sealed, ending=ending):
            raise TurnTaken(f"call {sid} is not at turn {turn}")

    def _sealed(self, state: str, answer: str) -> dict[str, str]:
        return {"state": self._numbers.seal(state), "answer": self._numbers.seal(answer)}

    def journal(self, sid: str) -> list[tuple[int, str]]:
        """Return the facts of a call, turn by turn."""
        return self._all(lambda turn, facts: (turn, facts), READ_FACTS, sid=sid)

    def count_calls(self, caller_hash: str, since: datetime) -> tuple[int, int]:
        """Count the calls of a number that began after a moment, and those of them that ended in silence."""
        [(calls, silent)] = self._ask(COUNT, caller=caller_hash, since=since, silent=SILENT).fetchall()
        return calls, silent

    def keep_account(self, sid: str, account: str) -> bool:
        """Keep what the wallet knows of a caller until the call is closed; an empty text when it knows nobody. False if it is closed."""
        if self._one(lambda turn, named: turn, FIND_OPEN, this=sid) is None:
            return False
        return self._changed(KEEP_ACCOUNT, call_sid=sid, account=self._numbers.seal(account))

    def account(self, sid: str) -> str | None:
        """Read what was kept of a caller's account. None when nothing was yet."""
        row = self._ask(ACCOUNT, this=sid).fetchone()
        return None if row is None else self._numbers.open(row[0])

    def hang_up(self, sid: str, at: datetime) -> bool:
        """Note that the caller has gone. True the first time."""
        return self._changed(HANG_UP, this=sid, at=at)

    def close_call(self, sid: str, at: datetime, state: str, facts: str, ending: str | None = None) -> bool:
        """Close a call as a turn of its own, so that no late turn can follow. True the first time."""
        found = self._one(lambda turn, named: (turn, named), FIND_OPEN, this=sid)
        if found is None:
            return False
        turn, named = found
        self.save_turn(sid, turn, state, "", facts, named if ending is None else ending)
        self._run(FORGET_STORIES, this=sid)
        self._run(FORGET_ACCOUNT, this=sid)
        return self._changed(CLOSE, this=sid, at=at)
