"""What may be done only so often, whoever does it: of two who would do it at once one does."""

from datetime import datetime

from sqlalchemy import bindparam, update

from ivr.storage.floor_tables import paces
from ivr.storage.rows import Rows, insert_new

NEXT = update(paces).where(paces.c.what == bindparam("this"), paces.c.next_at <= bindparam("now")).values(next_at=bindparam("until"))
FIRST = insert_new(paces)


class Paces(Rows):
    """The part of the unit that keeps when something may be done next."""

    __slots__ = ()

    def keep_pace(self, what: str, now: datetime, until: datetime) -> bool:
        """Take the moment for something, which nobody does then before `until`. False if that is still to come."""
        return self._changed(NEXT, this=what, now=now, until=until) or self._changed(FIRST, what=what, next_at=until)
