"""The router: who waits is held out to who is ready, by the rules of `ivr.agents`; what nobody took in time is held out anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.agents.model import Waiting
from ivr.agents.routing import dispatch
from ivr.compiler.library import Library
from ivr.service import offers
from ivr.service.line import agent_of, need_of
from ivr.service.queueing import LETTERS, RANDOM_LETTERS
from ivr.storage.base import Store
from ivr.storage.floor_records import OfferRow, Queued

LEFT_ALONE = timedelta(seconds=60)
"""For so long a call is not held out again to an agent who did not take it."""


@dataclass(frozen=True, slots=True)
class Router:
    """Makes offers, and ends those that were open too long."""

    store: Store
    library: Library
    clock: Callable[[], datetime]
    draw: Callable[[int], int]

    def work(self) -> int:
        """Make the offers that can be made now, and give how many."""
        now = self.clock()
        with self.store.unit() as unit:
            for late in unit.late_offers(now - offers.OPEN_FOR):
                offers.expire(unit, late, now)
            agents = unit.ready_agents(now)
            queued = unit.queued() if agents else []
            if not queued:
                return 0
            passed_over = _passed_over(unit.passed_over(now - LEFT_ALONE))
            waiting = [self._waiting(each, passed_over.get(each.id, {})) for each in queued]
            made = dispatch(waiting, map(agent_of, agents), _ms(now))
            return sum(offers.hold_out(unit, OfferRow(self._name(), each.entry, each.agent, now, now)) for each in made)

    def _waiting(self, entry: Queued, passed_over: Mapping[str, int]) -> Waiting:
        skills, language, level = need_of(self.library.current, entry.queue, entry.language)
        return Waiting(entry.id, entry.queue, _ms(entry.place_at), language, skills, level, passed_over=passed_over)

    def _name(self) -> str:
        return "".join(LETTERS[self.draw(len(LETTERS))] for _ in range(RANDOM_LETTERS))


def _passed_over(rows: list[tuple[str, str, datetime]]) -> Mapping[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for entry, agent, at in rows:
        found.setdefault(entry, {})[agent] = _ms(at + LEFT_ALONE)
    return found


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
