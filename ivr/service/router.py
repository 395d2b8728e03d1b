"""The router: who waits is held out to who is ready, by the rules of `ivr.agents`; what nobody took in time is held out anew. Before
anybody is held out, who is asked into a talk is rung: two people wait there.

Only as many are held out to telephones as may be rung in a second: an offer is open from the moment it is made. Browsers are not rung.
Where customers are called first, who waits at home is called instead of being held out, and the agent is for who is next in line.
It reads and decides in no transaction; what it writes holds only if it is still so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.agents.model import Agent, Offer, Waiting
from ivr.agents.routing import can_take, dispatch
from ivr.compiler.library import Library
from ivr.service import consults, offers, somebody_else
from ivr.service.ahead import agent_of, at_work, need_of
from ivr.service.clock import ServiceWorld, milliseconds
from ivr.service.queueing import opaque
from ivr.service.switches import Switchboard
from ivr.service.tries import UNKNOWN_FOR
from ivr.storage.base import Store
from ivr.storage.floor_records import TELEPHONE, AgentRow, FloorNow, OfferRow, Queued

LEFT_ALONE = timedelta(seconds=60)
"""For so long a call is not held out again to an agent who did not take it."""


@dataclass(frozen=True, slots=True)
class Router:
    """Makes offers, and ends those that were open too long."""

    store: Store
    library: Library
    switchboard: Switchboard
    clock: Callable[[], datetime]
    draw: Callable[[int], int]
    calls_per_second: float
    is_customer_first: bool = False

    def work(self) -> int:
        """Make the offers that can be made now, and give how many."""
        now = self.clock()
        floor = self._look(now)
        for late in floor.late:
            with self.store.unit() as unit:
                offers.expire(unit, late, now)
        for consult in floor.consults:
            with self.store.unit() as unit:
                consults.go_on(unit, consult, now, self.draw)
        if floor.late or floor.consults:
            floor = self._look(now)  # whose offer is over stands in line again, before others; and who is rung is ready no more
        may_ring = max(1, int(self.calls_per_second)) - floor.unrung
        ready = floor.ready if may_ring > 0 else [each for each in floor.ready if each.by != TELEPHONE]
        if not ready:
            return 0
        at_home, refused = self._staffed(floor.at_home, now), _refused(floor.passed_over)
        agents = self.store.agents() if any(each.not_to for each in (*floor.queued, *at_home)) else []
        there, all_of_us = at_work(agents), [agent_of(each) for each in agents]
        waiting = [self._waiting(each, refused.get(each.id, {}), there) for each in floor.queued]
        waiting += [self._waiting(each, refused.get(each.id, {}), all_of_us) for each in at_home]  # they wait for who comes to work, too
        made = _matched(waiting, ready, may_ring, milliseconds(now))
        home = {each.id for each in at_home} if self.is_customer_first else set()
        called = self._called([each.entry for each in made if each.entry in home], waiting, ready, now)
        left = [each for each in waiting if each.id in home - called]
        in_turn = _in_turn([each for each in made if each.entry not in home], left, waiting, ready, milliseconds(now))
        return len(called) + sum(self._hold_out(OfferRow(opaque(self.draw), each.entry, each.agent, now, now)) for each in in_turn)

    def _look(self, now: datetime) -> FloorNow:
        return self.store.floor(now, offers.opened_late(now), now - LEFT_ALONE)

    def _called(self, home: list[str], waiting: list[Waiting], ready: Sequence[AgentRow], now: datetime) -> set[str]:
        """Have those called for whom an agent is there even when all who are being called come into line, and name them."""
        if not home:
            return set()
        with self.store.unit() as unit:
            being_called = unit.being_called(now, now - UNKNOWN_FOR)
            all_of_us = [agent_of(each) for each in unit.agents()] if any(each.not_to for each in being_called) else []
            coming = [self._waiting(each, {}, all_of_us) for each in being_called]
            has_agent = {each.entry for each in dispatch([*waiting, *coming], map(agent_of, ready), milliseconds(now))}
            return {entry for entry in home if entry in has_agent and offers.call_home(unit, entry, now)}

    def _staffed(self, at_home: list[Queued], now: datetime) -> list[Queued]:
        """Give those at home whose people are there: nobody is called at night."""
        world = ServiceWorld(self.library.current, now, self.switchboard.on(now)) if at_home else None
        return [each for each in at_home if world and each.queue in world.flow.queues and world.is_staffed(each.queue, now)]

    def _hold_out(self, offer: OfferRow) -> bool:
        with self.store.unit() as unit:
            return offers.hold_out(unit, offer)

    def _waiting(self, entry: Queued, refused: Mapping[str, int], others: list[Agent]) -> Waiting:
        need = skills, language, level = need_of(self.library.current, entry.queue, entry.language)
        passed_over = {**refused, **somebody_else.passed_over(entry.not_to, need, others)} if entry.not_to else refused
        return Waiting(entry.id, entry.queue, milliseconds(entry.place_at), language, skills, level, passed_over=passed_over)


def _matched(waiting: Sequence[Waiting], ready: Sequence[AgentRow], may_ring: int, now: int) -> list[Offer]:
    """Match who waits with who is ready; with no more telephones than may be rung, those that would be first if all might."""
    made, telephones = dispatch(waiting, map(agent_of, ready), now), {each.id for each in ready if each.by == TELEPHONE}
    rung = [offer.agent for offer in made if offer.agent in telephones]
    if len(rung) <= may_ring or not rung:
        return made
    left_out = telephones.difference(rung[:may_ring])  # matched anew: nobody is passed over by a browser for a telephone that must wait
    return dispatch(waiting, [agent_of(each) for each in ready if each.id not in left_out], now)


def _in_turn(made: list[Offer], left: list[Waiting], waiting: Sequence[Waiting], ready: Sequence[AgentRow], now: int) -> list[Offer]:
    """Give those offers by which nobody is overtaken who is left at home because others are being called."""
    if not left:
        return made
    places, agents = {each.id: each.place for each in waiting}, {row.id: agent_of(row) for row in ready}
    return [each for each in made if not any(at.place < places[each.entry] and can_take(agents[each.agent], at, now) for at in left)]


def _refused(rows: list[tuple[str, str, datetime]]) -> Mapping[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for entry, agent, at in rows:
        found.setdefault(entry, {})[agent] = milliseconds(at + LEFT_ALONE)
    return found
