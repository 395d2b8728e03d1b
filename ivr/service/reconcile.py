"""What we believe is compared with what the carrier says is so, and mended: for notices that were lost, and steps that were cut short.

What it asks for it asks for again in the next round if that is still wanted, so none of it is an intent.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter

from ivr.errors import CarrierError
from ivr.service import offers
from ivr.service.lines import Lines
from ivr.service.notices import call_over
from ivr.service.offers import OWNER
from ivr.service.pausing import PAUSED_FOR, wish_paused
from ivr.service.rooms import CALLER, is_in, room_of
from ivr.service.strangers import AGAIN, strangers
from ivr.service.tries import end_try, goes_on, try_of
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OfferRow, Queued
from ivr.storage.sealed import Numbers

EVERY_SECONDS = 10.0
TALK_SECONDS = 60
"""A talk is looked at in one round of these, and so is who is in line at the carrier."""
STALE = timedelta(seconds=10)
"""A step on the way to a talk that takes longer may have been missed, or will not come."""
MISSING = timedelta(seconds=15)
"""Who has been out of the line for so long is to be brought back."""
CHECKED = timedelta(minutes=3)
"""For so long an agent waits in the room for a caller who is asked who they are: our judgement."""
WORDS = timedelta(seconds=30)
"""Who joins the line is in it only when the words before it are spoken."""

Doubt = Callable[[Unit, OfferRow, datetime], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Looks around. `_missing` keeps since when each entry has been out of the line that should be in it; `_doubts`, who was not found
    where an offer has them; `_strangers`, who is in line and not known to be: lists lag, so that is believed only when two looks in a
    row find it."""

    store: Store
    lines: Lines
    numbers: Numbers
    clock: Callable[[], datetime]
    _missing: dict[str, datetime] = field(default_factory=dict)
    _doubts: dict[str, Doubt] = field(default_factory=dict)
    _strangers: set[str] = field(default_factory=set)

    def work(self) -> None:
        """Look once. What the carrier does not tell is asked again in the next round, and holds up nothing else."""
        now = self.clock()
        with self.store.unit() as unit:
            stale, waiting, in_the_way = unit.stale_offers(now - STALE), unit.waiting(now - WORDS), unit.calls_in_the_way(now - STALE)
            for talk in unit.long_paused(now - PAUSED_FOR):
                wish_paused(unit, talk, now, is_paused=False)
        for moved in self._doubts.keys() - {offer.id for offer in stale}:
            del self._doubts[moved]
        for offer in stale:
            turn = (now - offer.changed_at).seconds % TALK_SECONDS
            if offer.state != "talking" or offer.id in self._doubts or turn < EVERY_SECONDS:
                _try(f"offer {offer.id}", partial(self._look, offer))
        if self._strangers or now.second % TALK_SECONDS < EVERY_SECONDS:
            _try("who is in line", self._look_for_strangers)
        for queue, entries in groupby(waiting, attrgetter("queue")):
            _try(f"queue {queue}", partial(self._look_in_line, queue, list(entries)))
        for call in in_the_way:
            _try(f"call {call}", partial(self._look_for_end, call))

    def _look(self, offer: OfferRow) -> None:
        inside, now = self.lines.in_room(room_of(offer.opener)), self.clock()
        with self.store.unit() as unit:
            entry = unit.entry(offer.entry)
        is_at_home = entry is not None and entry.state == offers.AT_HOME
        if is_at_home and OWNER in inside and offer.state == "joined":
            self._doubts.pop(offer.id, None)
            self._look_for_try(offer, now)
            return
        is_away = entry is not None and entry.state == offers.AWAY
        is_live = is_at_home or (entry is not None and self.lines.is_live(entry.call_sid))
        before, doubt = self._doubts.pop(offer.id, None), _doubt(offer, inside, is_live and not is_away, now)
        if doubt and doubt != before:
            self._doubts[offer.id] = doubt
            return
        with self.store.unit() as unit:
            if doubt:
                doubt(unit, offer, now)
            elif entry is not None and not is_live:
                offers.leave(unit, entry.call_sid, "gone" if offer.state in offers.BEFORE_TALK else "done", now)
            elif offer.role != OWNER:
                offers.guest_in(unit, offer, now)
            elif is_away:
                if now - offer.changed_at > CHECKED:
                    offers.agent_gone(unit, offer, now)
            elif offer.state == "accepted":
                offers.joined(unit, offer, now)
            elif CALLER in inside:
                offers.talks(unit, offer, now)

    def _look_for_try(self, offer: OfferRow, now: datetime) -> None:
        """An agent waits in the room for somebody who is to be called: that call may be over, or may never have been planned or made."""
        with self.store.unit() as unit:
            callback = unit.open_callback(offer.entry)
            if callback is not None and (callback.rung_at is None or callback.rung_at < offer.offered_at):
                offers.call_home(unit, offer.entry, now)
                return
        if callback is None or callback.rung_at is None:
            return
        leg = callback.leg or self.lines.dialled(self.numbers.open(callback.number_sealed), callback.rung_at)
        is_over = not self.lines.is_live(leg) if leg else not goes_on(callback, now)
        with self.store.unit() as unit:
            if leg:
                unit.keep_callback_leg(callback, leg)
            if is_over:
                end_try(unit, try_of(callback), now)

    def _look_for_end(self, call: str) -> None:
        """Who is to be called back rings us, as far as we know: that call may be over, and nobody have told it."""
        if not self.lines.is_live(call):
            with self.store.unit() as unit:
                call_over(unit, call, self.clock())

    def _look_for_strangers(self) -> None:
        found, before = strangers(self.store, self.lines), set(self._strangers)
        self._strangers.clear()
        self._strangers.update(found - before)
        for call in found & before:
            _try(f"call {call}", partial(self.lines.move, call, AGAIN))

    def _look_in_line(self, queue: str, entries: list[Queued]) -> None:
        members, now = self.lines.members(queue), self.clock()
        for entry in entries:
            if entry.call_sid in members:
                self._missing.pop(entry.id, None)
            elif now - self._missing.setdefault(entry.id, now) >= MISSING:
                del self._missing[entry.id]
                _try(f"entry {entry.id}", partial(self._bring_back, entry, now))

    def _bring_back(self, entry: Queued, now: datetime) -> None:
        if self.lines.is_live(entry.call_sid):
            self.lines.move(entry.call_sid, "/voice/resume")
            return
        with self.store.unit() as unit:
            offers.leave(unit, entry.call_sid, "gone", now)


def _doubt(offer: OfferRow, inside: frozenset[str], is_live: bool, now: datetime) -> Doubt | None:
    """Tell what it would mean that somebody is not inside; who is on the way there or elsewhere, or whose call is over, is not missing."""
    if not is_in(offer, inside):
        return offers.agent_gone
    if offer.role != OWNER:
        return None
    is_on_the_way = offer.state == "accepted" or (offer.state == "joined" and now - offer.changed_at < WORDS)
    return offers.astray if is_live and CALLER not in inside and not is_on_the_way else None


def _try(what: str, look: Callable[[], None]) -> None:
    try:
        look()
    except CarrierError as error:
        log.warning("%s: the carrier could not be asked how it is: %s", what, error)
