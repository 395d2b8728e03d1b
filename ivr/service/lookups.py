"""Who rings: looked up in the wallet behind the first words of a call, by a job of its first turn."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.storage.base import Store, Unit
from ivr.storage.sealed import Numbers

LOOK_UP = "look_up_caller"

Find = Callable[[str], Mapping[str, Any] | None]
"""Give the account of a telephone number, or None when the wallet has none; raise when the wallet does not tell."""


def look_up_later(unit: Unit, sid: str, now: datetime) -> None:
    """Have the caller of a call looked up; twice is once."""
    unit.add_job(LOOK_UP, sid, json.dumps({"sid": sid}), now)


@dataclass(frozen=True, slots=True)
class Lookups:
    """Looks callers up, as long as their calls go on."""

    store: Store
    numbers: Numbers
    find: Find

    def look_up(self, data: Mapping[str, Any]) -> None:
        """Keep whose number rings, until the call is closed; when the caller has gone nothing is asked."""
        sid = str(data["sid"])
        row = self.store.read_call(sid)
        if row is None or row.hung_up_at or row.closed_at:
            return
        account = self.find(self.numbers.open(row.caller_sealed))
        with self.store.unit() as unit:
            unit.keep_account(sid, json.dumps(account, ensure_ascii=False) if account else "")
