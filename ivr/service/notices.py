"""Notices: what the carrier only tells us, in any order and any number of times."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.service import offers
from ivr.service.recordings import fetch_later
from ivr.storage.base import Store, Unit
from ivr.storage.figures import LONGEST_CALL
from ivr.storage.records import Recording

CLOSE_AFTER = timedelta(seconds=15)
"""By then no turn of the call can still be running: the carrier gives a request 15 seconds."""
CLOSE = "close_call"
BECAME = {"in-progress": 1, "completed": 2, "absent": 2, "failed": 2}
"""What the carrier tells of a recording, later above earlier: these notices have no number and come in any order."""
ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})

CLOSE_AT_LAST = "close_call_at_last"


def close_at_last(unit: Unit, sid: str, now: datetime) -> None:
    """Have a call closed when it cannot be going on any more, whether or not the carrier ever says so."""
    unit.add_job(CLOSE_AT_LAST, sid, json.dumps({"sid": sid}), now + LONGEST_CALL + CLOSE_AFTER)


def close_later(unit: Unit, sid: str, now: datetime) -> None:
    """Have a call closed that has ended; twice is once."""
    unit.add_job(CLOSE, sid, json.dumps({"sid": sid}), now + CLOSE_AFTER)


def call_over(unit: Unit, sid: str, now: datetime) -> None:
    """A call is over, by the carrier's word. Even one we do not know is closed: its first turn may still be running."""
    unit.hang_up(sid, now)
    offers.leave(unit, sid, "gone", now)
    close_later(unit, sid, now)


@dataclass(frozen=True, slots=True)
class Notices:
    """Keeps notices and draws what follows from them at once. `fetches` says that recordings are to be had here."""

    store: Store
    clock: Callable[[], datetime]
    fetches: bool = False

    def status(self, sid: str, status: str, sequence: int) -> None:
        """Note a call's status; a call that is over leaves its queue now and is closed by a job a little later."""
        now = self.clock()
        with self.store.unit() as unit:
            unit.note(sid, "status", sequence, json.dumps({"status": status}), now)
            if status in ENDED:
                call_over(unit, sid, now)

    def recording(self, call_sid: str, facts: Mapping[str, str]) -> None:
        """Note what became of a recording, and keep the latest of it; one without a name there is nothing to keep of."""
        sid, status, seconds = facts.get("RecordingSid", "")[:64], facts.get("RecordingStatus", ""), facts.get("RecordingDuration", "")
        if not sid:
            return
        known = Recording(
            sid=sid,
            call_sid=call_sid,
            url=facts.get("RecordingUrl", ""),
            seconds=int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 9 else 0,
            status=status if status in BECAME else "",
            sequence=BECAME.get(status, 0),
        )
        with self.store.unit() as unit:
            unit.note(sid, f"recording {known.status}", 0, json.dumps(dict(facts)), self.clock())
            unit.keep_recording(known)
            if self.fetches and status == "completed":
                fetch_later(unit, sid, self.clock())

    def left_queue(self, sid: str, result: str) -> None:
        """Note that a caller who waited is gone, or is being moved by us."""
        now = self.clock()
        with self.store.unit() as unit:
            unit.note(sid, f"queue {result}", 0, "{}", now)
            if result == "hangup":
                offers.leave(unit, sid, "gone", now)
