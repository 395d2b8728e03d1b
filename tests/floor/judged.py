"""What must hold on any floor, counted: from what happened on the carrier's side, and from what was kept of it on ours."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import pairwise
from math import inf

from ivr.service.clock import ServiceWorld
from ivr.service.offers import OWNER, opened_late
from ivr.service.rooms import offer_in
from ivr.service.router import LEFT_ALONE
from ivr.service.tries import PAUSES, RINGS_OUT
from ivr.simulator import events
from tests.floor.floors import Floor
from tests.floor.seen import Seen
from tests.floor.test_floor import flow

BY_THEMSELVES = frozenset({"leave", "hangup"})
"""How a caller leaves a queue who wants to, as the carrier tells it."""
NEXT_WITHIN, AFTER_FAULTS, ALONE_WITHIN = 3.0, 6.0, 15.0
"""Seconds until who was with an agent is brought on; until they are by a carrier that errs: each request that fails, and a worker that died
in between, costs a second more; and how long somebody may be alone in a room."""
GIVES_UP_WITHIN = timedelta(minutes=1)
"""So late at most is what is due at home known to be done."""
A_TICK = 0.01
"""Moments that are sums of many ticks are not exact."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How often what must never be was so, on a floor of so many calls; and in words what was."""

    calls: int
    talked: int
    offers: int
    refused: int
    cut_short: int
    called_back: int
    reached: int
    by_browser: int
    held: int
    asked: int
    came: int
    moved: int
    handed_over: int
    killed: int
    lost: list[str]
    twice_connected: list[str]
    overtaken: list[str]
    rung_again: list[str]
    music_lost: list[str]
    left_behind: list[str]
    without_owner: list[str]
    too_fast: list[str]
    unsettled: list[str]

    @property
    def faults(self) -> list[str]:
        """Say all that must never be."""
        return [f"{each.name}: {fault}" for each in fields(self) if isinstance(found := getattr(self, each.name), list) for fault in found]

    def __str__(self) -> str:
        counted = ((each.name.replace("_", " "), getattr(self, each.name)) for each in fields(self))
        return ", ".join(f"{name} {len(value) if isinstance(value, list) else value}" for name, value in counted)


class Judge:
    """Looks at a floor that is over."""

    def __init__(self, floor: Floor) -> None:
        self._floor, self._seen = floor, Seen(floor)

    def figures(self) -> Figures:
        """Count everything."""
        kept, done = self._floor.kept, self._floor.desks.done
        home = [leg for leg in self._seen.rung if leg.name in self._floor.legs]
        states = [moves[-1][1] for moves in kept.moves.values()]
        talked = [kept.offers[offer][1] for offer, moves in kept.moves.items() if any(state == "talking" for _, state in moves)]
        return Figures(
            calls=len(self._floor.legs),
            talked=sum(caller.talked for caller in self._floor.callers.values()),
            offers=len(kept.offers),
            refused=sum(state in ("declined", "unanswered") for state in states),
            cut_short=sum(state != "talking" for *_, state in self._agents_gone()),
            called_back=len(home),
            reached=sum(leg.answered is not None for leg in home),
            by_browser=sum(row.agent in self._floor.desks.browsers for row in talked),
            held=done["hold"],
            asked=done["consult"],
            came=sum(row.room != "" for row in talked),
            moved=done["transfer"] + done["check"],
            handed_over=done["hand-over"],
            killed=kept.died.total(),
            lost=[*self._lost()],
            twice_connected=[*self._twice_connected()],
            overtaken=kept.overtaken,
            rung_again=[*self._rung_again()],
            music_lost=[*self._music_lost()],
            left_behind=[*self._left_behind()],
            without_owner=[*self._without_owner()],
            too_fast=[*self._too_fast()],
            unsettled=[*self._unsettled()],
        )

    def _lost(self) -> Iterator[str]:
        """Name callers whose call ended by itself though they had neither talked nor been told what becomes of their matter."""
        for name, caller in self._floor.callers.items():
            *_, ended = (None, *(event.what for event in self._seen.of[name] if isinstance(event.what, events.Ended)))
            if ended is None:
                yield f"{name} never leaves"
            elif ended.by != "caller" and not (ended.by == "app" and (caller.talked or caller.told)):
                yield f"{name}: ended by {ended.by}: {ended.reason}"
            elif ended.reason == "gave up":
                yield f"{name}: is led in circles"

    def _twice_connected(self) -> Iterator[str]:
        """Name callers who talked again though an agent had ended a talk with them, and those who shared a room."""
        inside: dict[str, set[str]] = defaultdict(set)
        for name in self._floor.callers:
            over = ""
            for stay in self._seen.in_rooms(name):
                inside[stay.where].add(name)
                if self._is_about_another(name, stay.where):
                    continue
                if over:
                    yield f"{name} at {stay.began:.1f} s: in {stay.where} after {over}"
                over = over or (stay.where if self._seen.is_ended_by_agent(stay) else "")
        yield from (f"{room}: {callers}" for room, callers in inside.items() if len(callers) > 1)

    def _is_about_another(self, name: str, room: str) -> bool:
        """Tell whether a talk is a call back that was wished for in an earlier call from the same number."""
        _, row = self._floor.kept.offers[offer_in(room)]
        return self._seen.caller_of(row.entry) != name

    def _rung_again(self) -> Iterator[str]:
        """Name telephones rung while they were, and who was rung once more too soon: callers at home, agents who had not taken a call."""
        yield from self._called_again()
        yield from self._asked_again()
        last: dict[str, float] = {}
        for leg in self._seen.rung:
            if leg.began < last.get(leg.called, -inf):
                yield f"{leg.called} at {leg.began:.1f} s: rings already, or talks"
            last[leg.called] = inf if leg.ended is None else leg.ended
        pairs: dict[tuple[str, str], float] = {}
        for offer, (at, row) in self._floor.kept.offers.items():
            if row.room:  # who is asked in may have missed the call before
                continue
            if at < pairs.get((row.entry, row.agent), -inf) + LEFT_ALONE.total_seconds() - A_TICK:
                yield f"{row.agent} at {at:.1f} s: not yet again for {row.entry}"
            if self._floor.kept.state_at(offer, inf) in ("declined", "unanswered", "failed"):
                pairs[row.entry, row.agent] = self._floor.kept.moves[offer][-1][0]

    def _called_again(self) -> Iterator[str]:
        """Name people who were called back, for whatever wait, too soon after a call that they did not answer."""
        last: dict[str, float] = {}
        for leg in self._seen.rung:
            if leg.name in self._floor.legs:
                if leg.began < last.get(leg.called, -inf) + PAUSES[0].total_seconds() - A_TICK:
                    yield f"{leg.name} at {leg.began:.1f} s: not yet again"
                if leg.answered is None:
                    last[leg.called] = leg.began

    def _asked_again(self) -> Iterator[str]:
        """Name who was rung twice for one question to a level of people."""
        offers = self._floor.kept.offers
        rung = Counter((offers[guest][1].agent, asked) for guest, asked in self._floor.kept.questions.items() if guest in offers)
        yield from (f"{agent} is asked into {talk} {times} times" for (agent, (talk, _)), times in rung.items() if times > 1)

    def _music_lost(self) -> Iterator[str]:
        """Name callers who were out of the line, though they did not want to be, while an agent did not take their call."""
        for offer, (at, row) in self._floor.kept.offers.items():
            ended, state = self._floor.kept.moves[offer][-1]
            if state in ("declined", "unanswered"):
                for stay in self._seen.in_line(self._seen.caller_of(row.entry)):
                    if at < stay.ended < ended and stay.how not in BY_THEMSELVES:
                        yield f"{row.entry} at {stay.ended:.1f} s: out of the line by {stay.how}"

    def _agents_gone(self) -> Iterator[tuple[float, str, str]]:
        """Give when agents' legs ended whose caller talked to them or was on the way, who that was, and in which state the offer.

        Who is being called back is not on the way yet.
        """
        for offer, (_, row) in self._floor.kept.offers.items():
            leg = self._seen.leg_of(offer)
            if leg is None or leg.ended is None or row.role != OWNER:
                continue
            state = self._floor.kept.state_at(offer, leg.ended - 0.001)
            name = self._seen.caller_of(row.entry)
            was_in_line = any(stay.began < leg.ended <= stay.ended for stay in self._seen.in_line(name))
            if state in ("connecting", "talking") or (state == "joined" and was_in_line):
                yield leg.ended, name, state

    def _left_behind(self) -> Iterator[str]:
        """Name callers who, seconds after their agent's leg ended, neither heard what comes after a talk nor were in line nor talked."""
        within = AFTER_FAULTS if self._floor.exchange.office.carrier.rest_faults else NEXT_WITHIN
        for at, name, state in self._agents_gone():
            until = at + within
            is_gone = not self._seen.is_on_the_line(name, until)
            goes_on = any(
                at - 0.05 <= event.at <= until and isinstance(event.what, events.Say | events.Gather | events.Enqueue)
                for event in self._seen.of[name]
            )
            in_line = any(stay.began <= until < stay.ended for stay in self._seen.in_line(name))
            talks = any(stay.began <= until < stay.ended and self._seen.has_agent(stay.where, until) for stay in self._seen.in_rooms(name))
            if not (is_gone or goes_on or in_line or talks):
                yield f"{name} at {at:.1f} s, offer {state}"

    def _without_owner(self) -> Iterator[str]:
        """Name rooms that had no owner, or two, for too long, and callers alone in one."""
        yield from self._floor.owners.amiss.values()
        for room, inside in self._seen.rooms.items():
            agents = sorted((stay for name, stay in inside if name not in self._floor.legs), key=lambda stay: stay.began)
            for name, stay in inside:
                if name in self._floor.legs:
                    alone, at = 0.0, stay.began
                    for agent in agents:
                        alone = max(alone, min(agent.began, stay.ended) - at)
                        at = max(at, agent.ended)
                    if max(alone, stay.ended - at) > ALONE_WITHIN:
                        yield f"{name} at {stay.began:.1f} s: alone in {room} for {max(alone, stay.ended - at):.1f} s"

    def _too_fast(self) -> Iterator[str]:
        """Name telephones that were rung sooner after another than may be."""
        began = sorted(leg.began for leg in self._seen.rung)
        least = 1 / self._floor.calls_per_second - 0.001
        yield from (f"{later:.2f} s: {later - one:.2f} s after another" for one, later in pairwise(began) if later - one < least)

    def _unsettled(self) -> Iterator[str]:
        """Name whom we take to wait or to talk when nobody is on the line any more, what is to be asked, and who is not called back."""
        yield from self._not_called()
        yield from (f"{leg.name} is on the line" for leg in self._floor.exchange.legs.values() if not leg.is_over)
        now = self._floor.exchange.clock.now() + timedelta(hours=1)
        with self._floor.store.unit() as unit:
            yield from (f"{entry.id} waits" for entry in unit.waiting(now))
            yield from (f"offer {offer.id} is {offer.state}" for offer in (*unit.stale_offers(now), *unit.late_offers(opened_late(now))))
            yield from (f"{intent.kind} of {intent.about} is {intent.state}" for intent in unit.due_intents(now))

    def _not_called(self) -> Iterator[str]:
        """Name whose callback is due, in hours in which there are people to call."""
        now = self._floor.exchange.clock.now()
        world = ServiceWorld(flow(), now, {})
        with self._floor.store.unit() as unit:
            booked = [callback for entry in self._floor.kept.entries if (callback := unit.open_callback(entry))]
        for each in booked:
            due_at = each.next_at or (each.rung_at or each.booked_at) + RINGS_OUT
            is_staffed = any(world.is_staffed(self._floor.kept.entries[each.entry][1].queue, at) for at in (due_at, now))
            if is_staffed and due_at < now - GIVES_UP_WITHIN:
                yield f"callback {each.number} of {self._seen.caller_of(each.entry)} is due since {due_at:%H:%M}, after {each.tries} tries"
