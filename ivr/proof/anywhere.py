"""Everything a call might have brought along: what was remembered long ago, and the question that star leads back to.

Places are told apart by their own task only. What lasts longer, the slots that are remembered, the language, is tried with every value as
soon as a turn asks about it; a slot of another task is tried with every value when its file is come to; and every question is begun with
every combination of facts. So there is no way on that a call can take and this does not: there may be some that no call can take.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from ivr.flow.events import Event
from ivr.flow.graph import Flow
from ivr.flow.journal import Entered
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.state import MANNERS, CallState, Frame
from ivr.flow.turn import Turn
from ivr.flow.walk import Walk
from ivr.proof.entering import Name, own
from ivr.proof.explore import Edge, Explored, Explorer, Place, Told, nobody
from ivr.proof.facts import BUILT_IN, handed_over, value_of


def explore_anywhere(flow: Flow, known: Explored, told: Told = nobody) -> Explored:
    """Find every place there might be, beginning with those that calls are known to get to."""
    explorer = Anywhere(flow, known, told)
    explorer.begin()
    explorer.go_everywhere()
    return explorer.explored


class Anywhere(Explorer):
    """The search among all places there might be."""

    def __init__(self, flow: Flow, known: Explored, told: Told) -> None:
        super().__init__(flow, known.facts, known.inputs, known.entering, told)
        self.known_places, facts = known.places, known.facts
        asked = {slot for name, node in flow.nodes.items() if isinstance(node, Question) for slot in facts.read_at(name)}
        handed = {slot for name, node in flow.nodes.items() for slot in handed_over(name, node)}
        self.lasting = (flow.remember | {*MANNERS, "heard"}) - asked - handed
        self.followed = {name: tuple(slot for slot in facts.live.at(name) if slot not in self.lasting) for name in flow.nodes}
        self.stacks: dict[str, set[tuple[Frame, ...]]] = {}
        self.may_be_empty: set[tuple[str, str]] = set()
        self.relevant: dict[Name, frozenset[str]] = {}
        self.begun: set[Name] = set()

    def begin(self) -> None:
        """Begin where calls are known to get to."""
        for place in self.known_places:
            self._place(place.turn, None, 0, real=False)
            self.stacks.setdefault(place.node, set()).add(place.state.frames)

    def _begin_questions(self) -> None:
        """Begin at every question with every combination of its task's facts: star may lead there. None of them is empty that no call
        ever came there without, since what lasts is not emptied."""
        for state in self._combined():
            for taken in self.entering.ways(None, lambda world, state=state: self._enter(state, world)):  # type: ignore[misc]
                if taken.turn is not None and not taken.turn.state.ended:
                    self._place(taken.turn, None, 0, real=False)

    def _combined(self) -> Iterator[CallState]:
        first = next(iter(self.flow.languages))
        for name, frames in self.stacks.items():
            if not isinstance(self.flow.nodes[name], Question):
                continue
            slots = self.followed[name]
            for values in product(*(self._values_at(name, slot) for slot in slots)):
                for stack, errors in product(frames, range(self.flow.menu_of(name).attempts)):
                    state = CallState(first, node=name, frames=stack, errors=errors, heard=True, turn=1)
                    yield _with(state, dict(zip(slots, values, strict=True)))

    def _values_at(self, node: str, slot: str) -> list[Any]:
        values = self.facts.values.get(slot, [None])
        return [value for value in values if value is not None or {(node, slot), ("", slot)} & self.may_be_empty]

    def _empty_slots(self) -> set[tuple[str, str]]:
        """Name the nodes that a call comes to with a slot empty, and, for every node, the slots that some turn emptied."""
        slots = [(place, slot) for place in self.explored.places for slot in self.followed[place.node]]
        empty = {(place.node, slot) for place, slot in slots if value_of(place.state, slot) is None}
        for edge in self.explored.edges:
            if edge.source is not None and edge.turn is not None:
                before, after = edge.source.state, edge.turn.state
                empty |= {("", slot) for slot in self.followed[edge.source.node]
                          if value_of(before, slot) is not None and value_of(after, slot) is None}
        return empty

    def _enter(self, state: CallState, world: Any) -> Turn:
        return Walk(self.flow, world, state).run(self.flow.nodes[state.node].enter(Scene(self.flow, state, world)))

    def go_everywhere(self) -> None:
        """Try everything at every place, and all that a call may have brought there, until nothing new is found."""
        done = 0
        while done < len(self.explored.places) or self._empty_slots() - self.may_be_empty:
            self.go()
            for place in self.explored.places[done:]:
                self._vary(place)
                done += 1
            self.may_be_empty |= self._empty_slots()
            self._begin_questions()

    def _place(self, turn: Turn, came: Edge | None, presses: int, *, real: bool) -> Place:
        place = super()._place(turn, came, presses, real=real)
        if place.state is turn.state:
            unseen = {name: own(value) for name, value in turn.state.slots.items() if name not in self.followed[place.node]}
            place.state = turn.state.but(slots={**turn.state.slots, **unseen})
        return place

    def _key(self, turn: Turn) -> tuple[Hashable, ...]:
        state = turn.state
        memo = tuple(sorted((name, repr(value)) for name, value in state.memo.items()))
        told = tuple(self.facts.answer(slot, value_of(state, slot)) for slot in self.followed[state.node])
        acted = state.fresh if state.acted else None
        return (state.node, type(turn.commands[-1]).__name__, memo, state.errors, state.frames, acted, told)

    # what a turn asks about unseen

    def _vary(self, place: Place) -> None:
        """Take each event once more with every value of those slots that the turn asked about and the place does not follow."""
        edges: dict[Event, list[Edge]] = {}
        for edge in place.edges:
            if edge.event is not None:
                edges.setdefault(edge.event, []).append(edge)
        for event, known in edges.items():
            for edge in known:
                self._arrive(place, edge)
            task = known[0].way.task if known[0].way is not None else None
            relevant = self.relevant.get(task) if task is not None else None
            if task is not None and relevant is not None and self._told(place, task, relevant) in self.begun:
                continue
            found = self._try_unseen(place, event, known)
            if task is not None:
                self.relevant[task] = relevant = frozenset(found).union(relevant or ())
                self.begun.add(self._told(place, task, relevant))

    def _told(self, place: Place, task: Name, relevant: frozenset[str]) -> Name:
        slots = sorted(relevant.intersection(self.followed[place.node]))
        return (*task, *((slot, self.facts.answer(slot, value_of(place.state, slot))) for slot in slots))

    def _try_unseen(self, place: Place, event: Event, known: list[Edge]) -> set[str]:
        """Take an event with every value of what it asks about unseen; name all it asked about, and all that is followed where it led."""
        asked = self._asked_by(known)
        waiting = self._more(place, known, {})
        tried: set[Name] = set()
        noted = {_named(edge) for edge in known}
        while waiting:
            fixed = waiting.pop()
            name = tuple((slot, self.facts.answer(slot, value)) for slot, value in fixed.items())
            if name in tried:
                continue
            tried.add(name)
            varied = known if self._holds_here(place, name) else self._take_varied(place, event, fixed, noted)
            asked |= self._asked_by(varied)
            waiting += self._more(place, varied, fixed)
        return asked

    def _holds_here(self, place: Place, told: tuple[tuple[str, Hashable], ...]) -> bool:
        """Whether a place's own state answers so, which has been tried."""
        return all(self.facts.answer(slot, value_of(place.state, slot)) == answer for slot, answer in told)

    def _take_varied(self, place: Place, event: Event, fixed: Mapping[str, Any], noted: set[Name]) -> list[Edge]:
        """Take an event with these values, and note what is new of it."""
        way = self.entering.way(_with(place.state, fixed), event)
        varied = [self._edge(place, way, taken, event, real=False) for taken in way.takings]
        for edge in varied:
            self._arrive(place, edge)
            if (name := _named(edge)) not in noted:
                noted.add(name)
                self._note(edge)
        return varied

    def _more(self, place: Place, edges: Iterable[Edge], fixed: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give what to try next: every value of the first slot asked about unseen."""
        slot = next(self._unseen(place, edges, fixed), None)
        return [] if slot is None else [{**fixed, slot: value} for value in self.facts.values[slot]]

    def _unseen(self, place: Place, edges: Iterable[Edge], fixed: Mapping[str, Any]) -> Iterator[str]:
        for edge in edges:
            known = {*self.followed[place.node], *fixed}
            sites = tuple(frame.site for frame in place.state.frames)
            came = place.node
            for node in (*sites, *(fact.node for fact in edge.facts if isinstance(fact, Entered))):
                known |= self.facts.filled_between(came, node)
                yield from (slot for slot in self.facts.read_at(node) if slot not in known)
                came = node

    def _asked_by(self, edges: Iterable[Edge]) -> set[str]:
        entered = {fact.node for edge in edges for fact in edge.facts if isinstance(fact, Entered)}
        there = {edge.target.node for edge in edges if edge.target is not None}
        return {slot for node in entered for slot in self.facts.read_at(node)}.union(*(self.followed[node] for node in there))

    def _arrive(self, place: Place, edge: Edge) -> None:
        """Come to a place with every value of those slots that are followed there and were not before; where star leads is begun anyway."""
        if edge.target is None or edge.turn is None or _went_back(edge):
            return
        after = edge.turn.state
        new = [slot for slot in self.followed[after.node] if slot not in self.followed[place.node] and _is_same(slot, place, edge)]
        for values in product(*(self.facts.values.get(slot, [None]) for slot in new)) if new else ():
            state = _with(after, dict(zip(new, values, strict=True)))
            self._place(replace(edge.turn, state=state), None, 0, real=False)


def _with(state: CallState, values: Mapping[str, Any]) -> CallState:
    """Give a state in which slots hold these values; what is built in is a field of the state."""
    slots = {**state.slots, **{slot: value for slot, value in values.items() if slot not in BUILT_IN}}
    heard = values.get("heard") or ("yes" if state.heard else "no")
    return state.but(
        slots={name: value for name, value in slots.items() if value is not None},
        language=values.get("language") or state.language,
        pace=values.get("pace", state.pace) or "",
        heard=heard == "yes",
    )


def _named(edge: Edge) -> Name:
    """Name all that is proved of an edge, beside its source and its event."""
    return (id(edge.target), edge.ending, edge.slip, edge.quiet, *(fact.node for fact in edge.facts if isinstance(fact, Entered)))


def _went_back(edge: Edge) -> bool:
    """Whether the way back became shorter, and not because an action closed it."""
    if edge.way is None or edge.turn is None or edge.done:
        return False
    return len(edge.turn.state.history) < len(edge.way.since.history)


def _is_same(slot: str, place: Place, edge: Edge) -> bool:
    """Tell whether a turn left a slot as it was: until a node was entered, and from there on."""
    assert edge.way is not None
    assert edge.turn is not None
    way, after = edge.way, edge.turn.state
    return value_of(place.state, slot) is value_of(way.entered, slot) and value_of(way.since, slot) is value_of(after, slot)
