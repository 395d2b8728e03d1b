"""Calls to those who wait at home, as the carrier is asked for them: each of them at most once a try."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.service import tries
from ivr.service.lines import Lines
from ivr.service.offers import withdraw
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import Intent
from ivr.storage.sealed import Numbers

STANDS_FOR = timedelta(seconds=5)
"""Who is called before an agent is asked is called for those who were ready then: after so long the router is to look anew."""


@dataclass(frozen=True, slots=True)
class Dials:
    """Calls back whom an intent is about, when an agent waits in a room for them; or, if customers are called first, when none does."""

    store: Store
    lines: Lines
    numbers: Numbers
    is_customer_first: bool

    def to_ask(self, unit: Unit, intent: Intent, now: datetime) -> Callable[[], None] | None:
        """Give what calls somebody back; None when no agent waits for them who should, or was ready too long ago, or they do not wait at
        home, or the try that was begun cannot reach them any more."""
        callback = unit.callback(intent.about)
        if callback is None or callback.state != "booked" or (intent.tries and not tries.goes_on(callback, now)):
            return None
        live = unit.offer_of(callback.entry)
        stands = self.is_customer_first and (intent.tries > 0 or now - intent.due_at <= STANDS_FOR)
        is_wanted = live.state == "joined" if live is not None else stands
        return (lambda: self._dial(intent.about)) if is_wanted else None

    def begin(self, unit: Unit, intent: Intent, now: datetime) -> bool:
        """Count the try that is about to be made. When none is to be made now, an agent waits no longer but for one that goes on."""
        callback = unit.callback(intent.about)
        if callback is not None and intent.tries:
            tries.begin_later(unit, callback, now)
            return True
        if callback is None or tries.begin_try(unit, callback, now):
            return callback is not None
        if not tries.goes_on(callback, now):
            withdraw(unit, callback.entry, now)
        return False

    def refused(self, unit: Unit, intent: Intent, now: datetime) -> None:
        """The carrier does not call them: the try is over."""
        callback = unit.callback(intent.about)
        if callback is not None:
            tries.end_try(unit, tries.try_of(callback), now)

    def _dial(self, number: str) -> None:
        with self.store.unit() as unit:
            callback = unit.callback(number)
        if callback is not None:
            to, made = self.numbers.open(callback.number_sealed), tries.try_of(callback)
            sid = self.lines.dial(to, f"/voice/callback/answered?t={made}", f"/voice/callback/status?t={made}")
            with self.store.unit() as unit:
                unit.keep_callback_leg(callback, sid)
