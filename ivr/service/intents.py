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
from ivr.service.dials import Dials
from ivr.service.lines import Lines
from ivr.service.offers import AWAY, CALL, DIAL, END, HAND_OVER, OPEN_FOR, PAUSE, RESUME, expire, not_answered
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

Ask = Callable[[], None]
"""Asks the carrier. Raises CarrierError."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intents:
    """Carries out what is planned. At most `calls_per_second` calls are begun a second, by all workers together."""

    store: Store
    lines: Lines
    numbers: Numbers
    clock: Callable[[], datetime]
    calls_per_second: float
    is_customer_first: bool = False

    @property
    def _dials(self) -> Dials:
        return Dials(self.store, self.lines, self.numbers, self.is_customer_first)

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
            ask = self._dials.to_ask(unit, intent, now) if intent.kind == DIAL else self._to_ask(unit, intent, now)
            if ask is None:
                unit.settle_intent(intent, "done", now, "nothing to do")
                return True
            if self._must_wait(unit, intent, due_at) or not unit.send_intent(intent, now, now + ANSWERED_WITHIN):
                return False
            sent = replace(intent, tries=intent.tries + 1)
            if intent.kind == DIAL and not self._dials.begin(unit, intent, now):
                unit.settle_intent(sent, "done", now, "nothing to do")
                return True
        try:
            ask()
        except CarrierError as error:
            self._failed(sent, error)
        else:
            self._settle(sent, "done")
        return True

    def _must_wait(self, unit: Unit, intent: Intent, due_at: datetime) -> bool:
        if intent.kind == END:
            offer = unit.offer(intent.about)
            return offer is None or not offer.leg
        return intent.kind in RINGS and not self._may_ring(unit, intent, due_at)

    def _may_ring(self, unit: Unit, intent: Intent, due_at: datetime) -> bool:
        """Tell whether a telephone may be rung: for the first time, and when it is time for the next call of any kind."""
        pause = timedelta(seconds=1 / self.calls_per_second)
        return intent.state == "planned" and unit.keep_pace(CALLS, due_at, self.clock() + pause)

    def _to_ask(self, unit: Unit, intent: Intent, now: datetime) -> Ask | None:
        """Give what is to be asked for an offer; None when that makes no sense any more."""
        offer = unit.offer(intent.about)
        entry, agent = (unit.entry(offer.entry), unit.agent(offer.agent)) if offer else (None, None)
        owner = unit.offer_of(entry.id) if entry else None
        if offer is None or entry is None or agent is None or not _is_wanted(intent.kind, offer, entry, owner, now):
            return None
        return lambda: self._ask(intent.kind, offer, entry, agent, owner)

    def _ask(self, kind: str, offer: OfferRow, entry: Entry, agent: AgentRow, owner: OfferRow | None) -> None:
        match kind:
            case "call":
                to = self.numbers.open(agent.number_sealed)
                sid = self.lines.ring(to, f"/voice/agent/offer?o={offer.id}", f"/voice/agent/status?o={offer.id}")
                with self.store.unit() as unit:
                    unit.keep_leg(offer.id, sid)
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
            case "nobody" | "checked" if owner:
                seats.tell(self.lines, owner, kind)
            case "hand_over":
                seats.hand_over(self.lines, offer, owner)

    def _failed(self, intent: Intent, error: CarrierError) -> None:
        if error.code in TOO_MANY and intent.tries < MOST_TRIES:
            self._settle(intent, "planned", str(error))
            return
        now, refused = self.clock(), bool(error.code)
        if not (refused and intent.kind == END):  # the leg is over already
            log.warning("%s of %s: %s", intent.kind, intent.about, error)
        if refused and intent.kind in RINGS:
            with self.store.unit() as unit:
                self._not_rung(unit, intent, error.code, now)
        is_refused = refused and intent.tries >= REFUSED_FOR_GOOD.get(intent.kind, MOST_TRIES)
        is_over = is_refused or (intent.kind not in LASTING and intent.tries >= MOST_TRIES)
        if intent.kind == PAUSE and is_over:
            with self.store.unit() as unit:
                unit.wish_paused(intent.about, is_paused=False)
        self._settle(intent, "refused" if is_over else "unknown", str(error))

    def _not_rung(self, unit: Unit, intent: Intent, code: int, now: datetime) -> None:
        if intent.kind == DIAL:
            self._dials.refused(unit, intent, now)
        elif offer := unit.offer(intent.about):
            (not_answered if code in NO_TELEPHONE else expire)(unit, offer, now)

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
        case "end" | "hand_over":
            is_over = live is None or live.id != offer.id
            return is_over and now < offer.offered_at + (LONGEST_CALL if offer.leg else OPEN_FOR)
        case "hold" | "pause":
            return offer.state == "talking" and live is not None and live.id == offer.id
        case "nobody" | "checked":
            return live is not None and live.id == offer.id
        case "speak":
            return offer.state == "talking" and live is not None and live.id != offer.id
        case "resume":
            if entry.state == AWAY:
                return ":" in entry.wish  # an agent's, which nobody carries out yet
            return entry.state == "waiting" and (live is None or live.state in ("open", "accepted"))
    return False
