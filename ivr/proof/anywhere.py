"""Everything a call might have brought along: what was remembered long ago, and the question that star leads back to.

Places are told apart by their own task only. What lasts longer, the slots that are remembered, the language, is tried with every value
when a turn comes to a node that asks about it; a slot of another task is tried with every value when its file is come to; and every
question is begun with every combination of facts. So there is no way on that a call can take and this does not: there may be some that
no call can take.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Literal

from ivr.compiler.checks.flows import DEEPEST
from ivr.flow.commands import Closing, Gather
from ivr.flow.decisions import Enter, Return
from ivr.flow.events import Event, LeftQueue, NoInput, RecordingDone
from ivr.flow.graph import Flow, file_of
from ivr.flow.journal import Chose, Entered, Fact, Missed
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.state import MANNERS, CallState, Frame
from ivr.proof.doors import AtDoor, Steps
from ivr.proof.explore import UNAVAILABLE, Explored, Place, Told, nobody
from ivr.proof.facts import BUILT_IN, handed_over, value_of
from ivr.proof.inputs import Inputs, question
from ivr.proof.turns import Taken, family
from ivr.proof.ahead import asks_ahead
from ivr.flow.turn import Turn

Name = tuple[Hashable, ...]
Mood = Literal["silent", "vain", "entry", "chosen"]
TASK = "task's own"


@dataclass(slots=True, eq=False, repr=False)
class Door:
    """A moment within a turn: what is about to be entered or left, and in what state."""

    way: Enter | Return
    state: CallState
    so_far: Taken
    mood: Mood
    knows: frozenset[str]
    edges: list["Step"] = field(default_factory=list)

    @property
    def node(self) -> str:
        return self.way.target if isinstance(self.way, Enter) else self.state.frames[-1].site


@dataclass(slots=True, eq=False, repr=False)
class Step:
    """One step from a place by an event, or on from a door."""

    source: "Place | Door | None"
    event: Event | None
    facts: tuple[Fact, ...]
    target: "Place | Door | None"
    mood: Mood
    turn: Turn | None = None
    slip: str = ""
    ending: str = ""
    real = False

    @property
    def quiet(self) -> bool:
        return self.mood in ("silent", "vain")

    @property
    def in_vain(self) -> bool:
        return self.mood == "vain"


class Anywhere:
    """The search among all places there might be."""

    def __init__(self, flow: Flow, known: Explored, told: Told) -> None:
        self.flow, self.facts, self.told = flow, known.facts, told
        self.known_places, facts = known.places, known.facts
        self.steps = Steps(flow, facts)
        self.inputs = Inputs(facts)
        self.usual = self.steps.usual
        asked = {slot for name, node in flow.nodes.items() if isinstance(node, Question) for slot in facts.read_at(name)}
        handed = {slot for name, node in flow.nodes.items() for slot in handed_over(name, node)}
        self.lasting = (flow.remember | {*MANNERS, "heard"}) - asked - handed
        self.followed = {name: frozenset(slot for slot in facts.live.at(name) if slot not in self.lasting) for name in flow.nodes}
        self.order = {name: tuple(sorted(slots)) for name, slots in self.followed.items()}
        self.needed = {name: frozenset(facts.live.before(name) - self.lasting).union(self.lasting.intersection(facts.read_at(name))) for name in flow.nodes}
        self.left = {name: self.followed[name].union(self.lasting.intersection(facts.read_at(name))) for name in flow.nodes}
        self.ahead = asks_ahead(flow, facts)
        self.everything = frozenset(facts.values) - self.lasting
        self.stacks: dict[str, set[tuple[Frame, ...]]] = {}
        self.may_be_empty: set[tuple[str, str]] = set()
        self.places: list[Place] = []
        self.doors: list[Door] = []
        self.edges: list[Step] = []
        self.known: dict[Name, Any] = {}
        self.waiting: deque[Place | Door] = deque()
        self.tried = set()
        self.noted: set[Name] = set()

    def begin(self) -> None:
        for place in self.known_places:
            self._place(place.turn)
            self.stacks.setdefault(place.node, set()).add(place.state.frames)

    def go_everywhere(self) -> None:
        while self.waiting or self._empty_slots() - self.may_be_empty:
            self.go()
            self.may_be_empty |= self._empty_slots()
            self._begin_questions()

    def go(self) -> None:
        while self.waiting:
            here = self.waiting.popleft()
            if isinstance(here, Place):
                self._from_place(here)
            else:
                self._from_door(here)

    def _from_place(self, place: Place) -> None:
        self.told(len(self.places))
        scene = Scene(self.flow, place.state, self.usual)
        node = self.flow.nodes[place.node]
        options = node.offer(scene) if isinstance(node, Question) else ()
        place.question = question(scene, options)
        knows = self.followed[place.node]
        for event in self.inputs.at(scene, place.listens):
            for taken in self.steps.takings(place.state, event):
                self._lead(place, place.state, event, taken, _mood(event), knows)
        if isinstance(place.listens, Gather) and file_of(place.node) not in self.flow.near_people:
            state = place.state.but(turn=self.flow.turns)
            for taken in self.steps.takings(state, NoInput()):
                for target in self._targets(state, taken, "silent", knows):
                    place.over.append(target)

    def _from_door(self, door: Door) -> None:
        so_far = door.so_far
        for taken in self.steps.go(so_far, lambda world: self.steps.through(door.state, door.way, world)):
            self._lead(door, door.state, None, taken, door.mood, door.knows)

    def _lead(self, source: Place | Door, before: CallState, event: Event | None, taken: Taken, mood: Mood, knows: frozenset[str]) -> None:
        turn = taken.turn
        facts = turn.facts if turn is not None else ()
        mood = _changed(mood, facts, taken)
        ending = turn.state.ended if turn is not None else ""
        targets = self._targets(before, taken, mood, knows)
        for target in targets or [None]:
            name = (id(source), event, id(target), taken.slip, ending, mood, tuple(f.node for f in facts if isinstance(f, Entered)))
            if name in self.noted:
                continue
            self.noted.add(name)
            step = Step(source, event, facts, target, mood, turn, taken.slip, ending)
            self.edges.append(step)
            source.edges.append(step)

    def _targets(self, before: CallState, taken: Taken, mood: Mood, knows: frozenset[str]) -> list[Place | Door]:
        turn = taken.turn
        if turn is None or turn.state.ended:
            return []
        after = turn.state
        if TASK in before.slots and TASK not in after.slots:
            knows = self.everything - frozenset(after.fresh)
        if isinstance(turn, AtDoor):
            return list(self._doors(before, turn, taken, mood, knows))
        need = self.followed[after.node]
        return [self._place(replace(turn, state=state)) for state in self._with_all(before, after, need, knows)]

    def _with_all(self, before: CallState, after: CallState, need: Iterable[str], knows: frozenset[str]) -> Iterator[CallState]:
        new = [slot for slot in sorted(need) if slot not in knows and value_of(after, slot) is value_of(before, slot)]
        if not new:
            yield after
            return
        for values in product(*(self.facts.values.get(slot, [None]) for slot in new)):
            yield _with(after, dict(zip(new, values, strict=True)))

    def _doors(self, before: CallState, turn: AtDoor, taken: Taken, mood: Mood, knows: frozenset[str]) -> Iterator[Door]:
        node = turn.door.target if isinstance(turn.door, Enter) else turn.state.frames[-1].site
        need = (self.needed if isinstance(turn.door, Enter) else self.left)[node]
        ahead = self.ahead[node]
        known_now = frozenset(slot for slot in self.lasting if ("slot", slot) in ahead and (slot in knows or value_of(turn.state, slot) is not value_of(before, slot)))
        answers = {question: answer for question, answer in taken.answers.items() if question in ahead}
        done = [(each, args) for each, args in zip(taken.done, taken.asked) if ("action", family(each.action)) in ahead]
        outside = any(self.flow.actions[each.action].where == "outside" for each in taken.done)
        for state in self._with_all(before, turn.state, need, knows):
            keep = need | known_now
            name = (
                turn.door, state.frames, state.errors, tuple(sorted(set(state.fresh) - self.flow.remember)) if state.acted else None, mood, tuple(sorted(answers.items())), outside,
                tuple((each.action, each.outcome) for each, _ in done), state.node if isinstance(turn.door, Return) else "",
                tuple((slot, self.facts.answer(slot, value_of(state, slot))) for slot in sorted(keep)),
            )
            door = self.known.get(name)
            if door is None:
                so_far = replace(taken, turn=None, answers=answers)
                keep |= self.everything - frozenset(state.fresh) if TASK not in state.slots else frozenset()
                door = self.known[name] = Door(turn.door, state.but(turn=0), so_far, mood, keep)
                self.doors.append(door)
                if len(state.frames) <= DEEPEST:
                    self.waiting.append(door)
            yield door

    def _place(self, turn: Turn) -> Place:
        key = self._key(turn)
        place = self.known.get(key)
        if place is None:
            slots = {name: value if name in self.followed[turn.state.node] else own(value) for name, value in turn.state.slots.items()}
            slots[TASK] = object
            turn = replace(turn, state=turn.state.but(slots=slots, turn=1))
            place = self.known[key] = Place(turn.state, turn, None, 0, False)
            self.places.append(place)
            if len(turn.state.frames) <= DEEPEST:
                self.waiting.append(place)
        return place

    def _key(self, turn: Turn) -> Name:
        state = turn.state
        memo = tuple(sorted((name, repr(value)) for name, value in state.memo.items()))
        told = tuple(self.facts.answer(slot, value_of(state, slot)) for slot in self.order[state.node])
        acted = state.fresh if state.acted else None
        return (state.node, type(turn.commands[-1]).__name__, memo, state.errors, state.frames, acted, told)

    def _begin_questions(self) -> None:
        for state in self._combined():
            for taken in self.steps.ways(None, lambda world, state=state: self.steps.run(*self._enter(state, world))):
                for target in self._targets(state, taken, "chosen", self.everything):
                    pass

    def _enter(self, state: CallState, world: Any):
        from ivr.flow.walk import Walk
        walk = Walk(self.flow, world, state)
        return walk, self.flow.nodes[state.node].enter(walk.scene)

    def _combined(self) -> Iterator[CallState]:
        first = next(iter(self.flow.languages))
        for name, frames in self.stacks.items():
            if not isinstance(self.flow.nodes[name], Question):
                continue
            slots = self.order[name]
            for values in product(*(self._values_at(name, slot) for slot in slots)):
                told = tuple(self.facts.answer(slot, value) for slot, value in zip(slots, values))
                for stack, errors in product(frames, range(self.flow.menu_of(name).attempts)):
                    if (name, stack, errors, told) in self.tried: continue
                    self.tried.add((name, stack, errors, told))
                    state = CallState(first, node=name, frames=stack, errors=errors, heard=True, turn=1)
                    yield _with(state, dict(zip(slots, values, strict=True)))

    def _values_at(self, node: str, slot: str) -> list[Any]:
        values = self.facts.values.get(slot, [None])
        return [value for value in values if value is not None or {(node, slot), ("", slot)} & self.may_be_empty]

    def _empty_slots(self) -> set[tuple[str, str]]:
        slots = [(place, slot) for place in self.places for slot in self.followed[place.node]]
        empty = {(place.node, slot) for place, slot in slots if value_of(place.state, slot) is None}
        for edge in self.edges:
            if edge.source is not None and edge.turn is not None:
                before, after = edge.source.state, edge.turn.state
                empty |= {("", slot) for slot in self.followed[edge.source.node]
                          if value_of(before, slot) is not None and value_of(after, slot) is None}
        return empty


def own(value: Any) -> Any:
    return copy(value) if not isinstance(value, str) else _Text(value)


class _Text(str):
    __slots__ = ()


def _mood(event: Event) -> Mood:
    match event:
        case NoInput() | LeftQueue(result="full" | "failed") | RecordingDone(seconds=0):
            return "silent"
    return "entry"


def _changed(mood: Mood, facts: Iterable[Fact], taken: Taken) -> Mood:
    if mood == "silent":
        return mood
    for fact in facts:
        if isinstance(fact, Missed):
            mood = "vain"
        if isinstance(fact, Chose) and fact.by != "entry" and mood == "entry":
            mood = "chosen"
    if mood == "entry" and any(done.outcome == UNAVAILABLE for done in taken.done):
        mood = "vain"
    return mood


def _with(state: CallState, values: Mapping[str, Any]) -> CallState:
    slots = {**state.slots, **{slot: value for slot, value in values.items() if slot not in BUILT_IN}}
    heard = values.get("heard") or ("yes" if state.heard else "no")
    return state.but(
        slots={name: value for name, value in slots.items() if value is not None},
        language=values.get("language") or state.language,
        pace=values.get("pace", state.pace) or "",
        heard=heard == "yes",
    )


def explore_anywhere(flow: Flow, known: Explored, told: Told = nobody) -> Anywhere:
    explorer = Anywhere(flow, known, told)
    explorer.begin()
    explorer.go_everywhere()
    return explorer
