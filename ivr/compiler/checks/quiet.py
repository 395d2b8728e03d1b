"""How a call goes on by itself: from node to node while the caller does nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ivr.compiler.draft import Draft
from ivr.flow.conditions import Condition, holds
from ivr.flow.fields import AGAIN, Assignments, Jump
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.list import List
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode
from ivr.flow.words import Hole


@dataclass(frozen=True, slots=True)
class State:
    """A node come to, and the constants that were set on the way and that some condition asks about."""

    node: str
    known: frozenset[tuple[str, str]] = frozenset()


class Quiet:
    """The ways on that need no caller. Those of an "action" and a "queue" count if `kinds` names them; "call" leads into its flow."""

    def __init__(self, draft: Draft, kinds: tuple[str, ...]) -> None:
        self.draft, self.kinds = draft, kinds
        self._returns: dict[str, frozenset[str]] = {}

    @cached_property
    def plain(self) -> Mapping[str, tuple[str, ...]]:
        """Where each node may lead, whatever its conditions say."""
        return {name: tuple(state.node for state in self.after(State(name))) for name in self.draft.nodes}

    @cached_property
    def in_circles(self) -> tuple[str, ...]:
        """The nodes from which some way comes to a circle; few, and none in sound menus."""
        before: dict[str, list[str]] = {}
        for name, targets in self.plain.items():
            for target in targets:
                before.setdefault(target, []).append(name)
        open_ways = {name: len(targets) for name, targets in self.plain.items()}
        ended = [name for name, ways in open_ways.items() if not ways]
        while ended:
            for name in before.get(ended.pop(), ()):
                open_ways[name] -= 1
                if not open_ways[name]:
                    ended.append(name)
        return tuple(name for name, ways in open_ways.items() if ways)

    def after(self, state: State) -> Iterator[State]:
        """Give where a call may be next if the caller does nothing."""
        node = self.draft.nodes[state.node]
        known = self._set(dict(state.known), node.set)
        for jump in self._jumps(node, known):
            target = state.node if jump.do == "again" else jump.goto
            if target is not None and target != AGAIN and target in self.draft.nodes:
                yield State(target, frozenset(self._set(self._kept(node, known), jump.set).items()))

    def _kept(self, node: AnyNode, known: Mapping[str, str]) -> Mapping[str, str]:
        """Leave out what an action fills, and all when a sub-flow was entered."""
        filled = node.into if isinstance(node, Action) else None
        return {} if isinstance(node, Call) else {slot: value for slot, value in known.items() if slot != filled}

    def _jumps(self, node: AnyNode, known: Mapping[str, str]) -> Iterator[Jump]:
        if node.requires is not None and self._gate_is_quiet:
            yield node.requires.otherwise
        match node:
            case Choose():
                yield from _chosen(node, known)
            case Say(goto=Jump() as goto):
                yield goto
            case List(of=str()):
                yield node.none or node.goto
            case Action() if "action" in self.kinds:
                yield from node.outcomes.values()
            case Queue() if "queue" in self.kinds:
                yield from (node.closed, node.full)
            case Call() if "call" in self.kinds:
                yield Jump(node.flow)
            case Call():
                yield from (node.outcomes[outcome] for outcome in self._returned(node.flow) if outcome in node.outcomes)

    @cached_property
    def _gate_is_quiet(self) -> bool:
        identity = self.draft.hotline.identity
        return identity is None or identity.flow is None or bool(self._returned(identity.flow))

    def _returned(self, flow: str) -> frozenset[str]:
        """Give what a sub-flow may return without asking anything."""
        if flow not in self._returns:
            self._returns[flow] = self._look_for_returns(flow)
        return self._returns[flow]

    def _look_for_returns(self, flow: str) -> frozenset[str]:
        seen, waiting, outcomes = {flow}, [flow], set[str]()
        while waiting:
            name = waiting.pop()
            node = self.draft.nodes.get(name)
            if isinstance(node, Return):
                outcomes.add(str(node.outcome))
            more = [state.node for state in self.after(State(name)) if state.node not in seen] if node is not None else []
            seen.update(more)
            waiting += more
        return frozenset(outcomes)

    @cached_property
    def _asked_about(self) -> frozenset[str]:
        chooses = (node for node in self.draft.nodes.values() if isinstance(node, Choose))
        return frozenset(test.path[0] for node in chooses for case in node.cases for test in case.when)

    def _set(self, known: Mapping[str, str], given: Assignments) -> dict[str, str]:
        kept = {slot: value for slot, value in known.items() if slot not in given}
        return kept | {slot: value for slot, value in given.items() if not isinstance(value, Hole) and slot in self._asked_about}


def _chosen(node: Choose, known: Mapping[str, str]) -> Iterator[Jump]:
    """Give the cases that may hold, as far as constants decide them."""
    for case in node.cases:
        decided = _decide(case.when, known)
        if decided is not False:
            yield case.jump
        if decided:
            return
    yield node.otherwise


def _decide(condition: Condition, known: Mapping[str, str]) -> bool | None:
    """Tell whether a condition holds; None when that depends on more than is known."""
    known_tests = [test for test in condition if len(test.path) == 1 and test.path[0] in known]
    if not holds(tuple(known_tests), lambda path: known[path[0]]):
        return False
    return True if len(known_tests) == len(condition) else None
