"""Notices: what the carrier only tells us, in any order and any number of times."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.storage.base import Store

CLOSE_AFTER = timedelta(seconds=15)
"""By then no turn of the call can still be running: the carrier gives a request 15 seconds."""
CLOSE = "close_call"
ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True, slots=True)
class Notices:
    """Keeps notices and draws what follows from them at once."""

    store: Store
    clock: Callable[[], datetime]

    def status(self, sid: str, status: str, sequence: int) -> None:
        """Note a call's status; a call that is over leaves its queue now and is closed by a job a little later."""
        now = self.clock()
        with self.store.unit() as unit:
            unit.note(sid, "status", sequence, json.dumps({"status": status}), now)
            if status in ENDED:
                unit.hang_up(sid, now)
                unit.leave_queue(sid, "gone")
                # even of a call we do not know: its first turn may still be running
                unit.add_job(CLOSE, sid, json.dumps({"sid": sid}), now + CLOSE_AFTER)

    def recording(self, sid: str, facts: Mapping[str, str]) -> None:
        """Note what became of a recording."""
        kind = f"recording {facts.get('RecordingStatus', '')}"
        with self.store.unit() as unit:
            unit.note(facts.get("RecordingSid", ""), kind, 0, json.dumps(dict(facts)), self.clock())

    def left_queue(self, sid: str, result: str) -> None:
        """Note that a caller who waited is gone, or is being moved by us."""
        now = self.clock()
        with self.store.unit() as unit:
            unit.note(sid, f"queue {result}", 0, "{}", now)
            if result == "hangup":
                unit.leave_queue(sid, "gone")
