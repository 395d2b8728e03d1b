"""Callbacks that are due: whose turn it is at home, how often they were tried, and what became of them."""

from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, or_, select, update

from ivr.storage.floor_records import Queued
from ivr.storage.floor_tables import OWNS, intents, offers
from ivr.storage.promises import CALLBACK
from ivr.storage.records import Callback
from ivr.storage.rows import Rows
from ivr.storage.tables import BOOKED, callbacks, calls, entries
from ivr.storage.waiting import placed

RINGS_US = and_(calls.c.caller_hash == callbacks.c.caller_hash, calls.c.hung_up_at.is_(None), calls.c.closed_at.is_(None))
"""Who rings us is not rung."""
IS_DUE = and_(BOOKED, callbacks.c.next_at <= bindparam("now"), ~exists().where(RINGS_US))
NOT_TO = case((callbacks.c.window_until > bindparam("now"), entries.c.not_to), else_="")
"""Who asked for somebody else waits for them until the window is over: then whoever is there keeps what was promised."""
WAITS_AT_HOME = (
    select(*(NOT_TO if column is entries.c.not_to else column for column in placed(Queued)))
    .join(callbacks, callbacks.c.entry == entries.c.id)
    .where(BOOKED, entries.c.state == "callback", ~exists().where(offers.c.entry == entries.c.id, OWNS))
)
TO_BE_CALLED = exists().where(intents.c.about == callbacks.c.number, intents.c.kind == "dial", intents.c.state == "planned")
AT_HOME = WAITS_AT_HOME.where(IS_DUE, ~TO_BE_CALLED)
BEING_CALLED = WAITS_AT_HOME.where(or_(TO_BE_CALLED, and_(callbacks.c.is_ringing, callbacks.c.rung_at > bindparam("since"))))

IN_THE_WAY = select(calls.c.sid).distinct().join(callbacks, RINGS_US).where(BOOKED, callbacks.c.next_at <= bindparam("before"))
OF_ENTRY = CALLBACK.where(BOOKED, callbacks.c.entry == bindparam("of"))
OF_CALLER = CALLBACK.where(callbacks.c.caller_hash == bindparam("caller")).order_by(callbacks.c.booked_at.desc())
TRY = (
    update(callbacks)
    .where(callbacks.c.entry == bindparam("of"), callbacks.c.tries == bindparam("before"), IS_DUE)
    .values(tries=callbacks.c.tries + 1, rung_at=bindparam("now"), is_ringing=True, next_at=bindparam("next"), leg="")
)
END_TRY = update(callbacks).where(callbacks.c.number == bindparam("this"), callbacks.c.is_ringing).values(is_ringing=False)
PUT_OFF = (
    update(callbacks)
    .where(callbacks.c.caller_hash == bindparam("caller"), BOOKED, callbacks.c.next_at < bindparam("until"))
    .values(next_at=bindparam("until"))
)
LEG = (
    update(callbacks)
    .where(callbacks.c.number == bindparam("this"), callbacks.c.tries == bindparam("tried"), callbacks.c.leg == "", BOOKED)
    .values(leg=bindparam("sid"))
)
MOVE_REACHED = (
    update(callbacks)
    .where(callbacks.c.entry == bindparam("of"), callbacks.c.state == "reached")
    .values(state="moved")
    .returning(callbacks.c.call_sid)
)
SETTLE = update(callbacks).where(callbacks.c.entry == bindparam("of"), BOOKED).values(state=bindparam("settled"), next_at=None)

IS_PLACELESS = and_(BOOKED, callbacks.c.entry == "")
PLACELESS = (
    CALLBACK.join(calls, calls.c.sid == callbacks.c.call_sid)
    .where(IS_PLACELESS, calls.c.closed_at.is_not(None))
    .order_by(callbacks.c.booked_at.desc())
)
GIVE_PLACE = (
    update(callbacks)
    .where(callbacks.c.number == bindparam("this"), IS_PLACELESS)
    .values(entry=bindparam("kept"), state=bindparam("settled"), next_at=bindparam("next"))
)


class Callbacks(Rows):
    """The part of the unit that keeps calls back to callers."""

    __slots__ = ()

    def at_home(self, now: datetime) -> list[Queued]:
        """List those whose callback is due and not about to be made, who do not ring themselves, and who are held out to nobody."""
        return self._all(Queued, AT_HOME, now=now)

    def being_called(self, now: datetime, since: datetime) -> list[Queued]:
        """List those who are held out to nobody, and are about to be called, or were since then by a call that is not known to be over."""
        return self._all(Queued, BEING_CALLED, now=now, since=since)

    def calls_in_the_way(self, before: datetime) -> list[str]:
        """List the calls for which a callback that has been due since then is not made: its number rings us, as far as we know."""
        return self._all(str, IN_THE_WAY, before=before)

    def open_callback(self, entry_id: str) -> Callback | None:
        """Read the callback that an entry waits at home for."""
        return self._one(Callback, OF_ENTRY, of=entry_id)

    def callbacks_of(self, caller_hash: str) -> list[Callback]:
        """List the callbacks of a number, the newest first."""
        return self._all(Callback, OF_CALLER, caller=caller_hash)

    def try_callback(self, callback: Callback, now: datetime, next_at: datetime | None) -> bool:
        """Count a try that is about to be made; the next is not before then, or never. False if it is not to be made now."""
        return self._changed(TRY, of=callback.entry, before=callback.tries, now=now, next=next_at)

    def end_try(self, number: str) -> None:
        """Keep that the last try of a callback is over."""
        self._run(END_TRY, this=number)

    def put_off(self, caller_hash: str, until: datetime) -> None:
        """Let no callback of a number be due before then; one that was tried for the last time stays so."""
        self._run(PUT_OFF, caller=caller_hash, until=until)

    def keep_callback_leg(self, callback: Callback, sid: str) -> None:
        """Keep which call is the last try, the first that is told; not of one that was tried again since."""
        self._run(LEG, this=callback.number, tried=callback.tries, sid=sid)

    def move_reached(self, entry_id: str) -> str | None:
        """Say that who was reached has moved the callback to another time; name the call in which it was booked, None if nobody was."""
        return self._run(MOVE_REACHED, of=entry_id).scalar_one_or_none()

    def settle_callback(self, entry_id: str, state: str) -> bool:
        """Say what became of a callback. False if that is known."""
        return self._changed(SETTLE, of=entry_id, settled=state)

    def placeless_callbacks(self) -> list[Callback]:
        """List the callbacks booked by the program before this one, whose place nobody keeps and whose call is closed, the newest first."""
        return self._all(Callback, PLACELESS)

    def place_callback(self, callback: Callback) -> bool:
        """Keep which entry waits for a callback that had none, its state, and when it is due. False if it has one."""
        return self._changed(GIVE_PLACE, this=callback.number, kept=callback.entry, settled=callback.state, next=callback.next_at)
