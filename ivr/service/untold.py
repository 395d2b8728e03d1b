"""Recordings of which we were never told, found in the carrier's own list of the last days: a notice comes once or not at all."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.errors import CarrierError
from ivr.service.notices import Notices
from ivr.service.recordings import Archive
from ivr.service.rooms import offer_in
from ivr.storage.base import Store

LOOKED_BACK = timedelta(days=2)
"""A worker that stood still for a night looks at all of it."""
OVER = frozenset({"completed", "absent", "failed"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Untold:
    """Takes what the carrier lists for what it should have told."""

    store: Store
    archive: Archive
    notices: Notices
    clock: Callable[[], datetime]

    def look(self) -> None:
        """Look once. What the carrier does not tell now is asked again the next time."""
        try:
            for facts in self.archive.told(self.clock() - LOOKED_BACK):
                if facts["RecordingStatus"] in OVER and not self._is_known(facts) and (call := self._call(facts)):
                    log.warning("recording %s: its notice did not come", facts["RecordingSid"])
                    self.notices.recording(call, facts)
        except CarrierError as error:
            log.warning("the carrier could not be asked for its recordings: %s", error)

    def _is_known(self, facts: Mapping[str, str]) -> bool:
        with self.store.unit() as unit:
            known = unit.recording(facts["RecordingSid"])
        return known is not None and known.status == facts["RecordingStatus"]

    def _call(self, facts: Mapping[str, str]) -> str:
        """Name the call of ours that was recorded; an empty text when it is somebody else's, or is deleted."""
        call = facts["CallSid"]
        if facts["ConferenceSid"]:
            with self.store.unit() as unit:
                offer = unit.offer(offer_in(self.archive.room(facts["ConferenceSid"])))
                entry = unit.entry(offer.entry) if offer else None
            call = entry.call_sid if entry else ""
        return call if call and self.store.read_call(call) else ""
