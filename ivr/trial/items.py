"""What calls cover of menus, by what the journal tells of one turn: the same for calls that are played and those the proof finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple

from ivr.flow.conditions import Test
from ivr.flow.fields import Jump, Option
from ivr.flow.graph import Flow
from ivr.flow.journal import Chose, Entered, Fact, Missed, Performed
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.say import Say
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.slots import look
from ivr.flow.state import CallState
from ivr.flow.words import Hole
from ivr.flow.world import World

HANG_UP = "hang-up"
KINDS = ("option", "outcome", "retry", "language", "hours", "queue", HANG_UP)

PROMISED = ("option", "outcome", "queue")
"""What calls are to cover all of."""


class Item(NamedTuple):
    """One thing to cover, in a language: `what` at which `place`, such as the key of a node, an outcome, or whether hours hold."""

    kind: str
    language: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.language} {self.place} {self.what}"


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: the state before and after it, keys pressed, its facts, and whether hours of that name held."""

    before: CallState
    after: CallState
    digits: str
    facts: tuple[Fact, ...]
    is_open: Callable[[str], bool]


class Items:
    """Tells what turns of a flow cover."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._asked: dict[str, tuple[str, ...]] = {}

    def of(self, step: Step) -> Iterator[Item]:
        """Yield what a turn covers. Choices and errors count in the language in which the question was heard."""
        flow, asked, told = self.flow, step.before.language, step.after.language
        yield Item("language", told, told, "spoken")
        if _is_pressed(flow, step):
            yield Item("option", asked, step.before.node, step.digits)
        for fact in step.facts:
            match fact:
                case Chose(node, key, by) if node == step.before.node and (by == "entry" or not _is_universal(flow, node, key)):
                    yield Item("option", asked, node, key)
                case Missed(node, why):
                    yield Item("retry", asked, node, why if why in ("no_input", "unclear") else "no_match")
                case Performed(node, _, outcome):
                    yield Item("outcome", asked, node, outcome)
                    if outcome in ("closed", "full") and (queue := _queue(flow, node, step.after)):
                        yield Item("queue", told, queue, outcome)
                case Entered(node):
                    for hours in self._hours(node):
                        yield Item("hours", told, hours, "open" if step.is_open(hours) else "closed")

    def hang_up(self, state: CallState) -> Iterator[Item]:
        """Yield what is covered by hanging up there: the question that was asked."""
        if isinstance(self.flow.nodes.get(state.node), Question):
            yield Item(HANG_UP, state.language, state.node, "hung up")

    def offered(self, state: CallState, world: World) -> Iterator[Item]:
        """Yield the options that a question offers there, all of which can be chosen."""
        node = self.flow.nodes.get(state.node)
        if isinstance(node, Question):
            leading = (option for option in node.offer(Scene(self.flow, state, world)) if option.jump != Jump())
            yield from (Item("option", state.language, state.node, option.key) for option in leading)

    def all_hours(self) -> Iterator[Item]:
        """Yield the hours that some node asks about, holding and not."""
        asked = {hours for node in self.flow.nodes for hours in self._hours(node)}
        for language in self.flow.languages:
            yield from (Item("hours", language, hours, how) for hours in asked for how in ("open", "closed"))

    def _hours(self, name: str) -> tuple[str, ...]:
        """Name the hours that a node asks about when it decides or speaks."""
        if name not in self._asked:
            paths = (test.path for test in _tests(self.flow.nodes[name]))
            self._asked[name] = tuple(dict.fromkeys(path[1] for path in paths if path[0] == "hours"))
        return self._asked[name]


def _own(flow: Flow, name: str) -> Mapping[str, Option]:
    """Give the options that a node names itself, also by a shared ending."""
    node = flow.nodes.get(name)
    endings = flow.endings[node.ending] if isinstance(node, Say) and node.ending else ()
    return {**getattr(node, "options", {}), **{option.key: option for option in endings}}


def _is_pressed(flow: Flow, step: Step) -> bool:
    """Tell whether the key of an option was pressed and taken; one that says something again or texts it is not in the journal."""
    missed = any(isinstance(fact, Missed) for fact in step.facts)
    return step.digits in _own(flow, step.before.node) and "doubt" not in step.before.memo and not missed


def _is_universal(flow: Flow, node: str, key: str) -> bool:
    universals = flow.menu_of(node).universals
    return key not in _own(flow, node) and any(key in (each.key, each.name) for each in universals)


def _queue(flow: Flow, name: str, state: CallState) -> str | None:
    """Name the queue that a node looks at or joins."""
    node = flow.nodes.get(name)
    given = node.queue if isinstance(node, Queue) else node.args.get("queue") if isinstance(node, Action) else None
    found = look(state.slots, given.path) if isinstance(given, Hole) else given
    return str(found) if found in flow.queues else None


def _tests(thing: Any) -> Iterator[Test]:
    if isinstance(thing, Test):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from _tests(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from _tests(value)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from _tests(getattr(thing, each.name))
