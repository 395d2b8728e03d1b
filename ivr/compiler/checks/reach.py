"""What is surely filled at every node.

Forward over every way a call can go: what is filled on all ways that lead to a node is filled there. Keys and words that
are alive everywhere reach their nodes with nothing but the start of a call; going back restores what was there before.
A slot that is known tells more: what was filled wherever it is filled, if that lasts as long as the slot itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ivr.compiler.checks.flows import DEEPEST, calls
from ivr.compiler.checks.slots import KNOWN, Slots
from ivr.compiler.checks.together import Together
from ivr.compiler.checks.ways import ANY, Fill, Way, ways
from ivr.compiler.draft import Draft
from ivr.flow.conditions import Condition
from ivr.flow.fields import AGAIN, Assignments
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return
from ivr.flow.question import AnyNode
from ivr.flow.state import MANNERS
from ivr.flow.words import Hole

Path = tuple[str, ...]
Facts = frozenset[Path]
START: Facts = frozenset((name,) for name in MANNERS)
IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is filled when a call comes to a node from another; `filled` still has what a new task forgets."""

    origin: str
    facts: Facts
    filled: Facts
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seed:
    """A node a call can come to with nothing but its start, how, and from which file if a choice leads there."""

    node: str
    how: str
    given: Assignments = field(default_factory=dict)
    file: str = ""


def seeds(draft: Draft) -> Iterator[Seed]:
    """Yield the nodes a call can come to with nothing but its start."""
    yield Seed(draft.hotline.start, "the start of the call")
    for number, jump in draft.hotline.numbers.items():
        yield Seed(jump.goto or "", f"ringing {number}", jump.set)
    yield Seed(draft.hotline.defaults.give_up.goto or "", "giving up")
    for name, file in draft.files.items():
        for universal in file.menu.universals:
            how = f"key {universal.key}" if universal.key else f'the word "{universal.name}"'
            yield Seed(universal.jump.goto or "", how, universal.jump.set, name)


class Reach:
    """What is surely filled at every node; nodes that nothing leads to are not in it."""

    def __init__(self, draft: Draft, slots: Slots) -> None:
        self.draft, self.slots = draft, slots
        self.remember = frozenset((*draft.hotline.remember, *MANNERS))
        self.at: dict[str, Facts] = {}
        self.returned: dict[tuple[str, str], Facts] = {}
        self.together = Together(draft, slots)
        self.since: dict[str, Facts] = {}
        self._waiting: dict[str, None] = {}
        for seed in seeds(draft):
            self._note_filled(self._assign(START, seed.given, None), seed.given)
            self._arrive(seed.node, self.seeded(seed))
        while self._waiting:
            name = next(iter(self._waiting))
            del self._waiting[name]
            self._leave(name)

    @cached_property
    def _ways(self) -> Mapping[str, tuple[Way, ...]]:
        return {name: tuple(ways(self.draft, name, node)) for name, node in self.draft.nodes.items()}

    @cached_property
    def _written(self) -> Mapping[str, frozenset[str]]:
        """The slots that each sub-flow may fill, with those it calls."""
        own: dict[str, set[str]] = {name: set() for name in self.draft.files}
        for each in self.slots.filled:
            own.setdefault(str(each.route[0]), set()).add(each.slot)
        graph = {name: called for name, called in calls(self.draft).items() if called}
        for _ in range(DEEPEST):
            for name, called in graph.items():
                own[name].update(*(own.get(callee, set()) for callee in called))
        return {name: frozenset(slots) for name, slots in own.items()}

    # propagation

    def _arrive(self, name: str, facts: Facts) -> None:
        if name not in self.draft.nodes:
            return
        known = self.at.get(name)
        merged = facts if known is None else known & facts
        if merged != known:
            self.at[name] = merged
            self._waiting[name] = None

    def _leave(self, name: str) -> None:
        node = self.draft.nodes[name]
        for target, facts in self._called(name, node):
            self._arrive(target, facts)
        here = self.inside(name)
        if here is None:
            return
        if node.requires is not None:
            self._arrive(node.requires.otherwise.goto or "", self.entered(name))
        self._note_filled(here, node.set)
        if isinstance(node, Return):
            self._note_return(name, node.outcome, here)
        for way in self._ways[name]:
            for arrival in self._along(name, here, way):
                self._note_filled(arrival.filled, (*way.jump.set, *(fill.slot for fill in way.fills)))
                self._arrive(name if way.jump.goto == AGAIN else way.jump.goto or name, arrival.facts)

    def _called(self, name: str, node: AnyNode) -> Iterator[tuple[str, Facts]]:
        """Give the sub-flows that a node enters: the gate before it, and the one it calls."""
        identity = self.draft.hotline.identity
        may_check = node.requires is not None or (isinstance(node, Queue) and name in self.at)
        if may_check and identity is not None and identity.flow:
            given = self.entered(name) | {("need",)}
            self._note_filled(given, ("need",))
            yield identity.flow, given
        if isinstance(node, Call) and (here := self.inside(name)) is not None:
            given = self._assign(here, node.args, None)
            self._note_filled(given, node.args)
            yield node.flow, given

    def _note_filled(self, facts: Facts, slots: Iterable[str]) -> None:
        """Keep what is filled wherever a slot is filled. What a new task forgets says nothing of a slot that it does not."""
        for slot in slots:
            if (slot,) not in facts:
                continue
            kept = facts if slot not in self.remember else frozenset(path for path in facts if path[0] in self.remember)
            kept = _without(kept, slot)
            known = self.since[slot] & kept if slot in self.since else kept
            if known != self.since.get(slot):
                self.since[slot] = known
                self._waiting.update(dict.fromkeys(name for name in self._readers.get(slot, ()) if name in self.at))

    @cached_property
    def _readers(self) -> Mapping[str, list[str]]:
        """The nodes at which it matters whether a slot is known."""
        found: dict[str, list[str]] = {}
        for name, node in self.draft.nodes.items():
            asked = {test.path[0] for way in self._ways[name] for test in way.holds}
            for slot in asked | ({IDENTITY} if node.requires is not None else set()):
                found.setdefault(slot, []).append(name)
        return found

    def _note_return(self, name: str, outcome: str, facts: Facts) -> None:
        key = (name.partition(".")[0], outcome)
        known = facts if key not in self.returned else self.returned[key] & facts
        if known != self.returned.get(key):
            self.returned[key] = known
            self._waiting.update(dict.fromkeys(site for site in self._sites.get(key[0], ()) if site in self.at))

    @cached_property
    def _sites(self) -> Mapping[str, list[str]]:
        """The nodes that call each sub-flow."""
        found: dict[str, list[str]] = {}
        for name, node in self.draft.nodes.items():
            if isinstance(node, Call):
                found.setdefault(node.flow.partition(".")[0], []).append(name)
        return found

    # what is filled where

    def seeded(self, seed: Seed) -> Facts:
        """Give what is filled when a call comes to a node by a seed."""
        facts = self._assign(START, seed.given, None)
        if seed.file and seed.file != seed.node.partition(".")[0]:
            return frozenset(path for path in facts if path[0] in self.remember)
        return facts

    @cached_property
    def arrivals(self) -> Mapping[str, list[Arrival]]:
        """Every way to every node, once all is known."""
        found: dict[str, list[Arrival]] = {}
        for name, each in self._ways.items():
            for way in each:
                target = name if way.jump.goto == AGAIN else way.jump.goto or name
                found.setdefault(target, []).extend(self.along(name, way))
        return found

    def entered(self, name: str) -> Facts:
        """Give what is filled on entering a node, before its gate."""
        return self._assign(self.at[name], self.draft.nodes[name].set, None)

    def inside(self, name: str) -> Facts | None:
        """Give what is filled when a node speaks; None when nobody gets there."""
        if name not in self.at:
            return None
        facts = self.entered(name)
        if self.draft.nodes[name].requires is None:
            return facts
        return facts | {(IDENTITY,)} | self.since[IDENTITY] if IDENTITY in self.since else None

    def along(self, name: str, way: Way) -> Iterator[Arrival]:
        """Give what is filled after leaving a node by one way; nothing when nobody can."""
        here = self.inside(name)
        if here is not None:
            yield from self._along(name, here, way)

    def _along(self, name: str, here: Facts, way: Way) -> Iterator[Arrival]:
        facts = self._after(name, here, way)
        if facts is None:
            return
        target = way.jump.goto or name
        if way.acted and target != AGAIN and target.partition(".")[0] != name.partition(".")[0]:
            lasting = self.remember.union(way.jump.set, (fill.slot for fill in way.fills))
            kept = frozenset(path for path in facts if path[0] in lasting)
            yield Arrival(name, kept, facts, frozenset(path[0] for path in facts - kept))
        else:
            yield Arrival(name, facts, facts)

    def _after(self, name: str, here: Facts, way: Way) -> Facts | None:
        implied = self.implied(way.holds)
        if implied is None:
            return None
        facts = before = here | implied
        node = self.draft.nodes[name]
        if way.returned is not None and isinstance(node, Call):
            flow = node.flow.partition(".")[0]
            returned = self.returned.get((flow, way.returned))
            if returned is None:
                return None
            changed = self._written.get(flow, frozenset()) | set(node.args)
            facts = frozenset(path for path in facts if path[0] not in changed) | returned
        for fill in way.fills:
            facts = _without(facts, fill.slot) | self._filled(fill)
        return self._assign(facts, way.jump.set, way.item_of, before)

    def _filled(self, fill: Fill) -> Facts:
        if fill.empty:
            return frozenset()
        fields = self.together.fields_of(fill.item_of) if fill.item_of else fill.fields
        slot = (fill.slot,)
        return frozenset({slot, *((*slot, each) for each in fields if each != ANY)})

    def _assign(self, facts: Facts, given: Assignments, item_of: str | None, before: Facts | None = None) -> Facts:
        """Fill slots with constants and other slots' values, all looked up before any is filled."""
        if not given:
            return facts
        source = facts if before is None else before
        for slot, value in given.items():
            facts = _without(facts, slot) | self._value(slot, value, source, item_of)
        return facts

    def _value(self, slot: str, value: str | Hole, facts: Facts, item_of: str | None) -> Facts:
        if not isinstance(value, Hole) or value.path == ("today",):
            return frozenset({(slot,)})
        if item_of is not None and self.slots.look(value.path, item_of) is not None:
            fields = self.together.fields_of(item_of) if value.path == ("item",) else frozenset[str]()
            return frozenset({(slot,), *((slot, each) for each in fields)})
        size = len(value.path)
        if size == 2 and value.path[1].isdecimal() and value.path in facts:
            return frozenset({(slot,), *((slot, each) for each in self.together.fields_of(value.path[0]))})
        return frozenset((slot, *path[size:]) for path in facts if path[:size] == value.path)

    def implied(self, condition: Condition) -> Facts | None:
        """Give what is filled when a condition holds; None when it cannot hold, as far as is known yet."""
        known: Facts = frozenset()
        for test in condition:
            if test.operator in ("known", "is", "over", "under"):
                slot = test.path[0]
                if slot in self.together.producers and slot not in KNOWN and slot not in self.since:
                    return None
                known |= self.together.known_with(test.path) | self.since.get(slot, frozenset())
        return known


def _without(facts: Facts, slot: str) -> Facts:
    return frozenset(path for path in facts if path[0] != slot)
