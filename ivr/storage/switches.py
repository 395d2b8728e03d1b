"""What staff have switched on. Rows stay when it is over: who said what to callers, and when."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from ivr.storage.records import Switch
from ivr.storage.rows import Rows, columns
from ivr.storage.tables import switches

SWITCH_ON = insert(switches).inline()
SWITCH_OFF = (
    update(switches)
    .where(switches.c.id == bindparam("this"), switches.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), ended_by=bindparam("by"))
)
ON = (
    select(*columns(switches, Switch))
    .where(switches.c.until > bindparam("at"), switches.c.ended_at.is_(None))
    .order_by(switches.c.begun_at, switches.c.id)
)


class Switches(Rows):
    """The part of the unit that keeps switches."""

    __slots__ = ()

    def switch_on(self, switch: Switch) -> None:
        """Keep a switch; it holds from now on."""
        row = self._values(switch)
        del row["id"]
        self._run(SWITCH_ON, **row, ended_at=None, ended_by="")

    def switch_off(self, switch_id: int, at: datetime, by: str) -> bool:
        """End a switch before its time. False if there is none that was not ended."""
        return self._changed(SWITCH_OFF, this=switch_id, at=at, by=by)

    def switches(self, at: datetime) -> list[Switch]:
        """List the switches that are on, the oldest first."""
        return self._all(Switch, ON, at=at)
