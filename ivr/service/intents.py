"""What is asked of the carrier about a call: noted, asked, and its outcome noted, in a loop of its own.

An answer that never comes is an outcome: unknown. To end a leg, to send it elsewhere and to take a caller out of the line may be asked
again: what is done already is refused then. A telephone is rung once, whatever comes of it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ivr.errors import CarrierError
from ivr.service import seats
from ivr.service.lines import Lines
from ivr.service.offers import AWAY, CALL, DIAL, END, HAND_OVER, OPEN_FOR, PAUSE, RESUME, expire, not_answered, without_caller
from ivr.service.tries import begin_try
from ivr.storage.base import Store, Unit
from ivr.storage.figures import LONGEST_CALL
from ivr.storage.floor_records import AgentRow, Intent, OfferRow
from ivr.storage.records import Entry
from ivr.storage.sealed import Numbers

ANSWERED_WITHIN = timedelta(seconds=10)
"""Longer than the carrier's answer is waited for: an intent sent so long ago was cut short, and its outcome is unknown."""
AGAIN = timedelta(seconds=1)
RINGS = (CALL, DIAL)
"""What begins a call, the most urgent first: all share one pace."""
CALLS = "calls"
"""The name of that pace."""
LONGEST_PAUSE = timedelta(seconds=60)
LASTING = (END, HAND_OVER)
"""To end a leg is asked again after pauses that double, for as long as the leg may last."""
REFUSED_FOR_GOOD = {DIAL: 1, CALL: 1, END: 1, RESUME: 1, PAUSE: 3}
"""After so many refusals it is not asked again. A recording may begin a moment after the talk."""
MOST_TRIES = 40
"""A caller is in the line only when the words before it are spoken, which may take half a minute."""
NO_TELEPHONE = frozenset({21211, 21214, 21217})
"""No telephone has that number: https://www.twilio.com/docs/api/errors. What else is refused says nothing about the agent."""
TOO_MANY = frozenset({429, 20429})
"""Not now: https://www.twilio.com/docs/api/errors/20429"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intents:
    """Carries out what is planned. At most `calls_per_second` calls are begun a second, by all workers together."""

    store: Store
    lines: Lines
    numbers: Numbers
    clock: Callable[[], datetime]
    calls_per_second: float

    def begin(self) -> None:
        """Ask again at once what a worker before this one has asked and not heard of; if it lives, no harm is done."""
        with self.store.unit() as unit:
            unit.hurry_intents(self.clock())

    def work(self) -> int:
        """Do what is due, and give how much was done."""
        now = self.clock()
        with self.store.unit() as unit:
            due = unit.due_intents(now)
        return sum(self._do(intent, now) for intent in sorted(due, key=_order))

    def _do(self, intent: Intent, due_at: datetime) -> bool:
        now = self.clock()
        with self.store.unit() as unit:
            offer = unit.offer(intent.offer)
            entry = unit.entry(offer.entry) if offer else None
            agent = unit.agent(offer.agent) if offer else None
            owner = unit.offer_of(entry.id) if entry else None
            if offer is None or entry is None or agent is None or not _is_wanted(intent.kind, offer, entry, owner, now):
                unit.settle_intent(intent, "done", now, "nothing to do")
                return True
            must_wait = not offer.leg if intent.kind == END else intent.kind in RINGS and not self._may_ring(unit, intent, due_at)
            if must_wait or not unit.send_intent(intent, now, now + ANSWERED_WITHIN):
                return False
            if intent.kind == DIAL and not intent.tries and not begin_try(unit, entry.id, now):
                without_caller(unit, offer, now)
                unit.settle_intent(intent, "done", now, "nothing to do")
                return True
        intent = replace(intent, tries=intent.tries + 1)
        try:
            self._ask(intent, offer, entry, agent, owner)
        except CarrierError as error:
            self._failed(intent, offer, error)
        else:
            self._settle(intent, "done")
        return True

    def _may_ring(self, unit: Unit, intent: Intent, due_at: datetime) -> bool:
        """Tell whether a telephone may be rung: for the first time, and when it is time for the next call of any kind."""
        pause = timedelta(seconds=1 / self.calls_per_second)
        return intent.state == "planned" and unit.keep_pace(CALLS, due_at, self.clock() + pause)

    def _ask(self, intent: Intent, offer: OfferRow, entry: Entry, agent: AgentRow, owner: OfferRow | None) -> None:
        match intent.kind:
            case "call":
                to = self.numbers.open(agent.number_sealed)
                sid = self.lines.ring(to, f"/voice/agent/offer?o={offer.id}", f"/voice/agent/status?o={offer.id}")
                with self.store.unit() as unit:
                    unit.keep_leg(offer.id, sid)
            case "dial":
                self._dial(offer, entry)
            case "dequeue":
                self.lines.dequeue(entry.queue, entry.call_sid, f"/voice/talk?o={offer.id}")
            case "resume":
                if entry.call_sid not in self.lines.members(entry.queue):
                    self.lines.move(entry.call_sid, "/voice/resume")
            case "end":
                self.lines.end(offer.leg)
            case "hold" if owner:
                seats.hold(self.lines, owner)
            case "pause" if owner:
                seats.pause(self.lines, owner)
            case "speak" if owner:
                seats.speak(self.lines, offer, owner)
            case "hand_over":
                seats.hand_over(self.lines, offer, owner)

    def _dial(self, offer: OfferRow, entry: Entry) -> None:
        with self.store.unit() as unit:
            callback = unit.open_callback(entry.id)
        if callback is not None:
            to = self.numbers.open(callback.number_sealed)
            sid = self.lines.dial(to, f"/voice/callback/answered?o={offer.id}", f"/voice/callback/status?o={offer.id}")
            with self.store.unit() as unit:
                unit.keep_callback_leg(entry.id, sid)

    def _failed(self, intent: Intent, offer: OfferRow, error: CarrierError) -> None:
        if error.code in TOO_MANY and intent.tries < MOST_TRIES:
            self._settle(intent, "planned", str(error))
            return
        now, refused = self.clock(), bool(error.code)
        if not (refused and intent.kind == END):  # the leg is over already
            log.warning("%s of offer %s: %s", intent.kind, offer.id, error)
        if intent.kind == CALL and refused:
            with self.store.unit() as unit:
                (not_answered if error.code in NO_TELEPHONE else expire)(unit, offer, now)
        if intent.kind == DIAL and refused:
            with self.store.unit() as unit:
                without_caller(unit, offer, now)
        is_refused = refused and intent.tries >= REFUSED_FOR_GOOD.get(intent.kind, MOST_TRIES)
        is_over = is_refused or (intent.kind not in LASTING and intent.tries >= MOST_TRIES)
        if intent.kind == PAUSE and is_over:
            with self.store.unit() as unit:
                unit.wish_paused(offer.id, is_paused=False)
        self._settle(intent, "refused" if is_over else "unknown", str(error))

    def _settle(self, intent: Intent, state: str, why: str = "") -> None:
        pause = min(AGAIN * 2 ** (intent.tries - 1), LONGEST_PAUSE) if intent.kind in LASTING else AGAIN
        with self.store.unit() as unit:
            unit.settle_intent(intent, state, self.clock() + pause, why)


def _order(intent: Intent) -> int:
    """Tell where something stands among all that is due: what begins no call goes before what does."""
    return RINGS.index(intent.kind) + 1 if intent.kind in RINGS else 0


def _is_wanted(kind: str, offer: OfferRow, entry: Entry, live: OfferRow | None, now: datetime) -> bool:
    """Tell whether an intent of an offer still makes sense; `live` is the offer by which its entry is held out now."""
    match kind:
        case "call":
            return offer.state == "open" and now < offer.offered_at + OPEN_FOR
        case "dequeue":
            return offer.state == "joined" and entry.state == "waiting"
        case "dial":
            return offer.state == "joined"
        case "end" | "hand_over":
            is_over = live is None or live.id != offer.id
            return is_over and now < offer.offered_at + (LONGEST_CALL if offer.leg else OPEN_FOR)
        case "hold" | "pause":
            return offer.state == "talking" and live is not None and live.id == offer.id
        case "speak":
            return offer.state == "talking" and live is not None and live.id != offer.id
        case "resume":
            if entry.state == AWAY:
                return ":" in entry.wish  # an agent's, which nobody carries out yet
            return entry.state == "waiting" and (live is None or live.state in ("open", "accepted"))
    return False
