"""Everything a call might have brought along: what was remembered long ago, and the question that star leads back to.

Places are told apart by their own task only. What lasts longer, the slots that are remembered, the language, is tried with every value
when a turn comes to a node that asks about it; a slot of another task is tried with every value when its file is come to; and every
question is begun with every combination of facts. So there is no way on that a call can take and this does not: there may be some that
no call can take.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product

from ivr.compiler.checks.flows import DEEPEST
from ivr.flow.commands import Enqueue, Gather
from ivr.flow.decisions import Return
from ivr.flow.events import Event, NoInput
from ivr.flow.graph import Flow, file_of
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.state import CallState, Frame
from ivr.flow.turn import Turn
from ivr.proof.brought import MARK, Brought, with_values
from ivr.proof.doors import AtDoor, Door, Mood, Spot, Step, Steps, mood_of, went_on
from ivr.proof.explore import Explored, Place, Told, fresh, nobody, note
from ivr.proof.facts import LINES, Facts, value_of
from ivr.proof.inputs import Inputs, question
from ivr.proof.turns import Taken, open_args

Name = tuple[Hashable, ...]


@dataclass(slots=True)
class Anywhere:
    """All places there might be, the doors between them, and what leads from each to each."""

    flow: Flow
    facts: Facts
    places: list[Place] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    edges: list[Step] = field(default_factory=list)

    @property
    def spots(self) -> list[Spot]:
        """All that something can be followed on from."""
        return [*self.places, *self.doors]


def explore_anywhere(known: Explored, told: Told = nobody) -> Anywhere:
    """Find every place there might be, beginning with those that calls are known to get to."""
    search = _Search(known, told)
    search.go_everywhere()
    return search.found


class _Search:
    """Places and doors by what tells them apart, and those that nothing was tried at yet."""

    def __init__(self, known: Explored, told: Told) -> None:
        self.flow, self.facts, self.told = known.flow, known.facts, told
        self.found = Anywhere(known.flow, known.facts)
        self.brought = Brought(known.flow, known.facts)
        self.steps, self.inputs = Steps(known.flow, known.facts), Inputs(known.facts)
        self.places: dict[Name, Place] = {}
        self.doors: dict[Name, Door] = {}
        self.waiting: deque[Spot] = deque()
        self.stacks: dict[str, set[tuple[Frame, ...]]] = {}
        self.begun: set[Name] = set()
        for place in known.met.values():
            self._place(place.turn, place.state)

    def go_everywhere(self) -> None:
        """Try everything at every place and door, and at all that a call may have been led back to, until nothing new is found."""
        may_be_empty: set[tuple[str, str]] = set()
        while self.waiting:
            while self.waiting:
                self._go_on(self.waiting.popleft())
            may_be_empty |= self._empty_slots()
            self._begin_questions(may_be_empty)

    def _go_on(self, spot: Spot) -> None:
        if isinstance(spot, Door):
            for taken in self.steps.go(spot.so_far, partial(self.steps.through, spot)):
                self._lead(spot, None, taken, spot.mood, spot.knows)
            return
        self.told(len(self.found.places))
        node, scene = self.flow.nodes[spot.node], Scene(self.flow, spot.state, self.steps.usual)
        spot.question = question(scene, node.offer(scene) if isinstance(node, Question) else ())
        knows = self.brought.followed[spot.node]
        wished = self.inputs.wished(self.flow, spot.node) if isinstance(spot.listens, Enqueue) else ()
        for event in (*self.inputs.at(scene, spot.listens), *wished):
            for taken in self.steps.takings(spot.state, event):
                self._lead(spot, event, taken, mood_of(event), knows)
        if isinstance(spot.listens, Gather) and file_of(spot.node) not in self.flow.near_people:
            for taken in self.steps.takings(spot.state.but(turn=self.flow.turns), NoInput()):
                spot.over += self._targets(spot.node, spot.state, taken, "silent", knows)

    def _lead(self, source: Spot, event: Event | None, taken: Taken, mood: Mood, knows: frozenset[str]) -> None:
        facts = taken.turn.facts if taken.turn is not None else ()
        mood = went_on(mood, facts, taken)
        is_over = taken.turn is None or taken.turn.state.ended
        for target in (None,) if is_over else self._targets(source.node, source.state, taken, mood, knows):
            step = Step(source, event, facts, taken.turn, target, mood, taken.slip)
            self.found.edges.append(step)
            source.edges.append(step)

    def _targets(self, node: str, before: CallState, taken: Taken, mood: Mood, knows: frozenset[str]) -> list[Spot]:
        """Give where a turn led: with every value of what is not known there."""
        turn = taken.turn
        if turn is None or turn.state.ended:
            return []
        knows = self.brought.known_after(node, before, turn.state, knows)
        if MARK in before.slots and MARK not in turn.state.slots:  # a new task has begun, and lost all but what was filled for it
            knows |= self.brought.forgotten - frozenset(turn.state.fresh)
        if isinstance(turn, AtDoor):
            need = self.brought.through(turn)
            known = need | self.brought.kept(turn, knows)
            states = self.brought.states(turn.state, need, knows, turn.entered)
            return [self._door(turn, state, taken, mood, known) for state in states]
        need = self.brought.followed[turn.state.node]
        return [self._place(turn, state) for state in self.brought.states(turn.state, need, knows)]

    def _door(self, turn: AtDoor, state: CallState, taken: Taken, mood: Mood, known: frozenset[str]) -> Door:
        ahead = self.brought.asks_ahead(turn)
        answers = {asked: answer for asked, answer in taken.answers.items() if asked in ahead}
        done = tuple(
            (each.action, each.outcome, open_args(args))
            for each, args in zip(taken.done, taken.asked, strict=True)
            if each.action.startswith(LINES) and (LINES,) in ahead
        )
        was_outside = any(self.flow.actions[each.action].where == "outside" for each in taken.done)
        gives = frozenset(state.fresh) - self.flow.remember if state.acted else None
        name = (
            turn.door, state.node if isinstance(turn.door, Return) else "", state.frames, state.errors, gives, mood, was_outside,
            tuple(sorted(answers.items())), done, self.brought.told(state, known),
        )  # fmt: skip
        if (door := self.doors.get(name)) is None:
            is_new_task = MARK not in state.slots
            so_far = Taken(taken.event, answers, taken.done, None, asked=taken.asked)
            knows = known | (self.brought.forgotten - frozenset(state.fresh) if is_new_task else frozenset())
            door = self.doors[name] = Door(replace(turn, state=state.but(turn=0)), so_far, mood, knows)
            self.found.doors.append(door)
            if len(state.frames) <= DEEPEST:
                self.waiting.append(door)
        return door

    def _place(self, turn: Turn, state: CallState) -> Place:
        followed = self.brought.followed[state.node]
        name = (
            state.node, type(turn.commands[-1]).__name__, note(state), state.errors, state.frames, fresh(state),
            self.brought.told(state, followed),
        )  # fmt: skip
        if (place := self.places.get(name)) is None:
            state = self.brought.unseen(state).but(turn=1)
            place = self.places[name] = Place(state, replace(turn, state=state), None, 0, real=False)
            self.found.places.append(place)
            self.stacks.setdefault(place.node, set()).add(state.frames)
            if len(state.frames) <= DEEPEST:
                self.waiting.append(place)
        return place

    # where star may lead back to

    def _begin_questions(self, may_be_empty: set[tuple[str, str]]) -> None:
        """Begin at every question with every combination of its task's facts: star may lead there. None of them is empty that no call
        ever came there without, since what lasts is not emptied."""
        for state in self._combined(may_be_empty):
            for taken in self.steps.ways(None, partial(self.steps.put, state)):
                self._targets(state.node, state, taken, "chosen", self.brought.followed[state.node])

    def _combined(self, may_be_empty: set[tuple[str, str]]) -> Iterator[CallState]:
        first = next(iter(self.flow.languages))
        for node, stacks in [(node, tuple(stacks)) for node, stacks in self.stacks.items()]:
            if not isinstance(self.flow.nodes[node], Question):
                continue
            slots = sorted(self.brought.followed[node])
            values = (
                [value for value in self.facts.values.get(slot, [None]) if value is not None or {(node, slot), ("", slot)} & may_be_empty]
                for slot in slots
            )
            for combination in product(*values):
                told = tuple(map(self.facts.answer, slots, combination))
                for frames, errors in product(stacks, range(self._attempts(node))):
                    if (name := (node, frames, errors, told)) not in self.begun:
                        self.begun.add(name)
                        state = CallState(first, node=node, frames=frames, errors=errors, heard=True, turn=1)
                        yield with_values(state, dict(zip(slots, combination, strict=True)))

    def _attempts(self, node: str) -> int:
        """Give the most errors a task can have that is at a node, and one more."""
        near = (each for name, each in self.flow.nodes.items() if file_of(name) == file_of(node))
        return max(self.flow.menu_of(node).attempts, *(getattr(each, "attempts", None) or 0 for each in near))

    def _empty_slots(self) -> set[tuple[str, str]]:
        """Name the nodes that a call comes to with a slot empty, and, for every node, the slots that some turn emptied."""
        followed = self.brought.followed
        empty = {(place.node, slot) for place in self.found.places for slot in followed[place.node] if value_of(place.state, slot) is None}
        for step in self.found.edges:
            if step.turn is not None:
                before, after = step.source.state, step.turn.state
                known: Iterable[str] = followed[step.source.node] if isinstance(step.source, Place) else step.source.knows
                empty |= {("", slot) for slot in known if value_of(before, slot) is not None and value_of(after, slot) is None}
        return empty
