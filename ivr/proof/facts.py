"""What tells two states of a call apart besides the question: the answers of those slots that some condition ahead still asks."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from ivr.compiler.checks.actions import asked
from ivr.flow.conditions import Test
from ivr.flow.graph import Flow, Node, file_of, jumps
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.question import Question
from ivr.flow.slots import look
from ivr.flow.state import CALLER, NORMAL, CallState
from ivr.flow.words import Hole
from ivr.proof import entries
from ivr.proof.aspects import Aspect, answers, tested, told_apart
from ivr.proof.filling import Constant, Copy, Given, Keyed, assigned, filled_at, fillings
from ivr.proof.live import Live
from ivr.proof.samples import variants

IDENTITY = "identity"
LINES = "queues."
"""What the names of actions begin with that look at a line of people, or join it."""
OF_THE_WORLD = frozenset({"incident", "announcement", "hours", "today"})
BUILT_IN = frozenset({"language", "pace", "heard"})
Key = tuple[Hashable, ...]


def reads(node: Node) -> Iterator[tuple[str, Aspect]]:
    """Yield what a node asks of slots when it decides where a call goes on; what it only says is not among it."""
    if node.requires is not None:
        levels = ("light", "strong") if node.requires.level == "light" else ("strong",)
        yield IDENTITY, tested("is", *levels)
    if isinstance(node, Choose):
        for test in (test for case in node.cases for test in case.when):
            if test.path[0] not in OF_THE_WORLD:
                yield test.path[0], Aspect(test.path[1:], Test((), test.operator, test.values))
    if isinstance(node, Question) and node.sms is not None:
        yield CALLER, tested("known")
        yield IDENTITY, tested("is", "light", "strong")
    if isinstance(node, List) and node.of is not None:
        yield node.of, Aspect((), "size")
    if isinstance(node, Menu) and node.from_ is not None:
        yield node.from_.list, Aspect((), "size")


def handed_over(name: str, node: Node) -> Iterator[str]:
    """Yield the slots that a node hands to an action: actions that are asked about the same thing in one turn agree about it."""
    ask = asked(name, node)
    yield from (value.path[0] for value in (ask.args.values() if ask is not None else ()) if isinstance(value, Hole))


class Facts:
    """What is asked of each slot, where it still matters, and values that answer in every way."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.fillings = tuple(fillings(flow))
        self._asks = {name: (*reads(node), *_lines_asked_about(flow, name, node)) for name, node in flow.nodes.items()}
        self._read = {name: tuple(dict.fromkeys(slot for slot, _ in asks)) for name, asks in self._asks.items()}
        self._copies = {name: tuple(_copies(flow, name, node)) for name, node in flow.nodes.items()}
        self.live = Live(flow, {name: frozenset(slots) for name, slots in self._read.items()})
        self._answers: dict[int, tuple[Any, dict[str, Key]]] = {}

    @cached_property
    def questions(self) -> Mapping[str, tuple[Aspect, ...]]:
        """What is asked of each slot, also by way of those that are filled from it."""
        found: dict[str, set[Aspect]] = {}
        for asks in self._asks.values():
            for slot, aspect in asks:
                found.setdefault(slot, set()).update((aspect, tested("known")))
        copies = [each for each in self.fillings if isinstance(each, Copy)]
        size = -1
        while size != (size := sum(map(len, found.values()))):
            for copy in copies:
                found.setdefault(copy.source, set()).update(_through(copy, found.get(copy.slot, ())))
        return {slot: tuple(sorted(aspects, key=repr)) for slot, aspects in found.items() if aspects}

    @cached_property
    def values(self) -> Mapping[str, list[Any]]:
        """Values of every slot, one for each way it can answer; None, when it is not filled, first."""
        found: dict[str, list[Any]] = {}
        size = -1
        while size != (size := sum(map(len, found.values()))):
            for each in self.fillings:
                known = found.get(each.slot, [None])
                found[each.slot] = told_apart(self.questions.get(each.slot, (tested("known"),)), (*known, *self._given(each, found)))
        return found

    def _given(self, filling: Constant | Copy | Given | Keyed, found: Mapping[str, list[Any]]) -> Iterable[Any]:
        match filling:
            case Constant(_, value):
                return (value,)
            case Copy():
                return _copied(filling, found.get(filling.source, ()))
            case Given(slot, action):
                declared = self.flow.actions[action]
                return [value for outcome in declared.outcomes for value in self.data(declared.name, outcome, slot)]
            case Keyed(slot, node):
                return entries.values(self.flow.nodes[node], self.questions.get(slot, ()))

    @cache  # noqa: B019  as long as the flow
    def data(self, action: str, outcome: str, into: str | None) -> list[Any]:
        """Give what an outcome may tell: its sample, and others that some condition would tell from it."""
        return variants(self.flow.actions[action], outcome, self.questions.get(into or "", ()))

    @cached_property
    def decisive(self) -> frozenset[tuple[str, ...]]:
        """The questions to the world that decide where a call goes on; others only decide what is said."""
        tests = [test for node in self.flow.nodes.values() if isinstance(node, Choose) for case in node.cases for test in case.when]
        hours = {("is_open", test.path[1]) for test in tests if test.path[0] == "hours" and len(test.path) == 2}
        return frozenset(hours | {(test.path[0],) for test in tests if test.path[0] in OF_THE_WORLD})

    def into(self, node: str, action: str) -> str | None:
        """Name the slot that a node keeps an action's data in."""
        ask = asked(node, self.flow.nodes.get(node))
        return ask.into if ask is not None and ask.name == action else None

    def of(self, state: CallState, node: str) -> Key:
        """Give what tells this state from another at the same node."""
        return tuple(self.answer(slot, value_of(state, slot)) for slot in self.live.at(node))

    def answer(self, slot: str, value: Any) -> Key:
        """Give what a slot's value answers to all that is asked of it."""
        if id(value) not in self._answers:
            self._answers[id(value)] = (value, {})
        known = self._answers[id(value)][1]
        if slot not in known:
            known[slot] = answers(self.questions.get(slot, ()), value)
        return known[slot]

    def read_at(self, node: str) -> tuple[str, ...]:
        """Name the slots that a node asks about."""
        return self._read[node]

    def copies_at(self, node: str) -> tuple[Copy, ...]:
        """Give how a node, or a way on from it, may fill slots from others."""
        return self._copies.get(node, ())


def _copies(flow: Flow, name: str, node: Node) -> Iterator[Copy]:
    menu = flow.menu_of(name)
    calling = [each for each in flow.nodes.values() if isinstance(each, Call) and file_of(each.flow) == file_of(name)]
    is_check = flow.identity is not None and file_of(flow.identity) == file_of(name)
    shared = (
        *(universal.jump for universal in menu.universals), menu.give_up, flow.give_up, *(site.otherwise for site in calling),
        *(each.requires.otherwise for each in flow.nodes.values() if is_check and each.requires is not None),
        *jumps(flow.endings.get(getattr(node, "ending", None) or "", ())),
    )  # fmt: skip
    fills = (*filled_at(name, node), *(fill for jump in shared if jump is not None for fill in assigned(jump.set)))
    yield from dict.fromkeys(fill for fill in fills if isinstance(fill, Copy))


def _lines_asked_about(flow: Flow, name: str, node: Node) -> Iterator[tuple[str, Aspect]]:
    """Yield the slots that tell an action which line it is about: within a turn actions agree about a line."""
    ask = asked(name, node)
    if ask is not None and ask.name.startswith(LINES):
        slots = [value.path[0] for value in ask.args.values() if isinstance(value, Hole)]
        yield from ((slot, tested("is", queue)) for slot in slots for queue in flow.queues)


def value_of(state: CallState, slot: str) -> Any:
    """Give a slot's value, or that of a built-in name."""
    match slot:
        case "language":
            return state.language
        case "pace":
            return state.pace or NORMAL
        case "heard":
            return "yes" if state.heard else "no"
    return state.slots.get(slot)


def _through(copy: Copy, aspects: Iterable[Aspect]) -> set[Aspect]:
    if copy.each:
        return {Aspect((), aspect.under(copy.path)) for aspect in aspects}
    return {aspect.under(copy.path) for aspect in aspects}


def _copied(copy: Copy, values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        items = value if copy.each and isinstance(value, list) else () if copy.each else (value,)
        yield from (look({"": item}, ("", *copy.path)) for item in items)
