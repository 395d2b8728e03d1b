"""A store that lets a floor look at what is kept of offers, entries and estimates, and at whose commits a process may die."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf
from random import Random
from typing import Any

from ivr.agents.estimates import Estimate
from ivr.flow.graph import Flow
from ivr.service.clock import ServiceWorld
from ivr.service.offers import DIAL, OWNER
from ivr.service.router import LEFT_ALONE
from ivr.service.staffing import LEVELS
from ivr.service.tries import UNKNOWN_FOR
from ivr.storage.base import Store
from ivr.storage.floor_records import AgentRow, Consult, Intent, OfferRow, Queued
from ivr.storage.records import Entry

REFUSED = ("declined", "unanswered", "failed")


class Killed(BaseException):
    """The process is gone in the middle of what it does."""


@dataclass
class Kept:
    """What was kept, each with its moment, in seconds; who was offered before one who was first in line; and where processes died."""

    elapsed: Callable[[], float]
    offers: dict[str, tuple[float, OfferRow]] = field(default_factory=dict)
    moves: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[tuple[str, str], float] = field(default_factory=dict)
    entries: dict[str, tuple[float, Entry]] = field(default_factory=dict)
    estimates: list[tuple[float, str, str, Estimate]] = field(default_factory=list)
    overtaken: list[str] = field(default_factory=list)
    questions: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """In which talk, and when, the level was asked for that an offer is for."""
    died: Counter[str] = field(default_factory=Counter)
    shows: Callable[[str, str], None] = lambda agent, offer: None
    """Called with whom each call is held out to."""
    is_new: bool = True

    def state_at(self, offer: str, at: float) -> str:
        """Give the state that an offer was in at a moment."""
        return next((state for when, state in reversed(self.moves[offer]) if when <= at), "open")

    def handed_over(self, offer: str, to: str) -> None:
        """Note that another offer owns the room."""
        at, row = self.offers[to]
        self.offers[to] = (at, replace(row, role=OWNER))
        self.moved(offer, "over")

    def moved(self, offer: str, state: str) -> None:
        """Note that an offer has moved."""
        self.moves[offer].append((self.elapsed(), state))
        if state in REFUSED:
            entry, agent = self.offers[offer][1].entry, self.offers[offer][1].agent
            self.refused[entry, agent] = self.elapsed()


@dataclass
class Fate:
    """Chance kills one in so many at their commits; none while nobody `lives`: who looks on never dies."""

    chance: Random
    one_in: float = 0
    lives: str = ""

    def strikes(self, kept: Kept, when: str) -> None:
        """Kill the process that lives, or not."""
        if self.lives and self.one_in and self.chance.random() * self.one_in < 1:
            kept.died[f"{when} a commit of {self.lives}"] += 1
            raise Killed


class WatchedStore:
    """A store as the service knows it."""

    def __init__(self, store: Store, flow: Flow, kept: Kept, fate: Fate) -> None:
        self._store, self._flow, self._kept, self._fate = store, flow, kept, fate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def unit(self) -> Iterator["WatchedUnit"]:
        noted: list[Callable[[], None]] = []
        with self._store.unit() as unit:
            yield WatchedUnit(unit, self._flow, self._kept, noted)
            self._fate.strikes(self._kept, "before")
        for note in noted:
            note()
        self._kept.is_new = True
        self._fate.strikes(self._kept, "after")


class WatchedUnit:
    """A unit that notes what counts once it is committed."""

    def __init__(self, unit: Any, flow: Flow, kept: Kept, noted: list[Callable[[], None]]) -> None:
        self._unit, self._flow, self._kept, self._noted = unit, flow, kept, noted

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)

    def open_offer(self, offer: OfferRow) -> bool:
        """Look whom the offer passes over, on the line and at home; the router has decided by what is kept now."""
        waiting = [*self._unit.queued(), *self._called(offer.offered_at)]
        at, place = self._kept.elapsed(), next((each.place_at for each in waiting if each.id == offer.entry), None)
        agent = self._unit.agent(offer.agent)
        for other in waiting:
            if place and other.place_at < place and self._can_take(agent, other, at):
                self._kept.overtaken.append(f"{at:.1f} s: {offer.entry} is held out to {offer.agent} before {other.id}")
        done: bool = self._unit.open_offer(offer)
        if done:
            self._note(lambda: self._kept.offers.update({offer.id: (at, offer)}))
            self._note(lambda: self._kept.shows(offer.agent, offer.id))
        return done

    def plan_again(self, intent: Intent) -> None:
        """Look whom it passes over to call somebody while no agent waits for them."""
        callback = self._unit.callback(intent.about) if intent.kind == DIAL else None
        if callback and self._unit.offer_of(callback.entry) is None:
            self._look_before_call(callback.entry, intent.due_at)
        self._unit.plan_again(intent)

    def ring_for(self, consult: Consult, guest: OfferRow) -> bool:
        done: bool = self._unit.ring_for(consult, guest)
        if done:
            self._note(lambda: self._kept.questions.update({guest.id: (consult.offer, consult.asked_at)}))
        return done

    def hand_over(self, talk: OfferRow, to: str, at: datetime) -> bool:
        done: bool = self._unit.hand_over(talk, to, at)
        if done:
            self._note(lambda: self._kept.handed_over(talk.id, to))
        return done

    def move_offer(self, offer_id: str, before: Any, after: str, at: Any) -> bool:
        done: bool = self._unit.move_offer(offer_id, before, after, at)
        if done:
            self._note(lambda: self._kept.moved(offer_id, after))
        return done

    def join_queue(self, entry: Entry) -> Entry:
        joined: Entry = self._unit.join_queue(entry)
        self._note(lambda: self._kept.entries.setdefault(joined.id, (self._kept.elapsed(), joined)))
        return joined

    def keep_estimate(self, call_sid: str, queue: str, estimate: Estimate, at: Any) -> None:
        self._unit.keep_estimate(call_sid, queue, estimate, at)
        self._note(lambda: self._kept.estimates.append((self._kept.elapsed(), call_sid, queue, estimate)))

    def _look_before_call(self, entry: str, now: datetime) -> None:
        """Look for those at home before somebody whom all could have who are ready for them; and whether an agent is left for them."""
        at, ready, at_home = self._kept.elapsed(), self._unit.ready_agents(now), self._called(now)
        takers = {each.id: self._takers(ready, each, at) for each in (*self._unit.queued(), *at_home)}
        coming = self._unit.being_called(now, now - UNKNOWN_FOR)
        takers |= {each.id: self._takers(ready, each, inf) for each in coming}  # whom they come to is not known
        place = next(each.place_at for each in at_home if each.id == entry)
        before = [each for each in (*self._unit.queued(), *at_home, *coming) if each.place_at < place and not each.not_to]
        home, mine = {each.id for each in at_home}, takers[entry]
        for other in before:
            if other.id in home and mine <= takers[other.id]:
                self._kept.overtaken.append(f"{at:.1f} s: {entry} is called before {other.id}")
        if len(mine) <= sum(other.id not in home and takers[other.id] == mine for other in before):
            self._kept.overtaken.append(f"{at:.1f} s: {entry} is called, and no agent is left for them")

    def _takers(self, ready: list[AgentRow], entry: Queued, at: float) -> frozenset[str]:
        return frozenset(each.id for each in ready if self._can_take(each, entry, at))

    def _called(self, now: datetime) -> list[Queued]:
        """List those at home whose turn it may be: their people are there, by the hours of service."""
        world = ServiceWorld(self._flow, now, {})
        return [each for each in self._unit.at_home(now) if world.is_staffed(each.queue, now)]

    def _note(self, note: Callable[[], None]) -> None:
        self._noted.append(note)

    def _can_take(self, agent: AgentRow, entry: Queued, at: float) -> bool:
        skills = set(self._flow.queues[entry.queue].skills)
        is_passed_over = at - self._kept.refused.get((entry.id, agent.id), -inf) < LEFT_ALONE.total_seconds()
        stands = LEVELS[self._flow.queues[entry.queue].level] <= agent.level
        return stands and skills <= set(agent.skills.split(",")) and entry.language in agent.languages.split(",") and not is_passed_over
