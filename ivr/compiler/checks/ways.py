"""How a call leaves each kind of node: by which jump, with which slots filled, and what must hold on that way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ivr.compiler.checks.actions import asked
from ivr.flow import graph
from ivr.flow.actions import Actions
from ivr.flow.conditions import Condition
from ivr.flow.fields import Jump, Option
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.record import Record
from ivr.flow.nodes.say import Say
from ivr.flow.question import Question


class Common(Protocol):
    """What the ways of a node need to know of the whole: a draft and a flow both tell it."""

    @property
    def actions(self) -> Actions: ...
    @property
    def endings(self) -> Mapping[str, tuple[Option, ...]]: ...
    @property
    def give_up(self) -> Jump: ...
    @property
    def queues(self) -> Mapping[str, graph.Queue]: ...
    def menu_of(self, node: str) -> graph.Menu: ...


ANY = "*"
"""Stands for all fields of what is filled: they are not told apart by outcome."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A slot filled on the way, and its fields that are filled with it. `item_of` is the list it was picked from."""

    slot: str
    fields: frozenset[str] = frozenset()
    item_of: str | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way on. `acted` is a choice of the caller's, which begins a new task in another file."""

    jump: Jump
    acted: bool = False
    fills: tuple[Fill, ...] = ()
    holds: Condition = ()
    returned: str | None = None
    item_of: str | None = None


def ways(whole: Common, name: str, node: graph.Node) -> Iterator[Way]:
    """Yield every way on from a node, but for the keys and words that are alive everywhere."""
    match node:
        case Menu():
            yield from _options(node.options.values())
            yield from _picks(node)
        case Collect():
            yield from _collect(whole, name, node)
        case List():
            yield from _options(node.options.values(), node.of)
            yield Way(node.goto, acted=True)
            yield Way(node.none or node.goto)
        case Record():
            yield Way(node.goto, fills=(Fill(node.into, frozenset({"sid", "url", "seconds"})),))
        case Say():
            yield from _options(whole.endings.get(node.ending or "", ()))
            yield from (Way(jump) for jump in (node.goto,) if jump is not None)
        case Choose():
            yield from _choose(node)
        case Action():
            yield from _outcomes(whole, name, node)
        case Call():
            yield from (Way(jump, returned=outcome) for outcome, jump in node.outcomes.items())
        case Queue():
            yield from map(Way, (node.bridged, node.closed, node.full, node.failed))
            yield from (Way(jump, acted=True) for jump in node.wishes.values())
            yield from (Way(queue.transfer) for queue in whole.queues.values() if queue.transfer is not None)
    if isinstance(node, Question) and (jump := _give_up(whole, name, node)) is not None:
        yield Way(jump)


def _options(options: Iterable[Option], item_of: str | None = None) -> Iterator[Way]:
    for option in options:
        if option.jump.goto is not None:
            yield Way(option.jump, acted=True, item_of=item_of)


def _picks(node: Menu) -> Iterator[Way]:
    if node.from_ is not None:
        yield Way(node.from_.goto, acted=True, fills=(Fill(node.from_.into, item_of=node.from_.list),))
    if node.speech is not None:
        yield Way(node.speech.goto, acted=True, fills=(Fill(node.speech.into),))


def _collect(whole: Common, name: str, node: Collect) -> Iterator[Way]:
    kept = (Fill(node.into),) if node.into and not node.secret else ()
    if node.goto is not None:
        yield Way(node.goto, fills=kept)
    if node.empty is not None:
        yield Way(node.empty)
    for way in _outcomes(whole, name, node):
        yield Way(way.jump, fills=(*kept, *way.fills))


def _outcomes(whole: Common, name: str, node: graph.Node) -> Iterator[Way]:
    ask = asked(name, node)
    declared = whole.actions.get(ask.name) if ask else None
    if ask is None or declared is None:
        return
    for outcome, jump in ask.outcomes.items():
        fills = (filled_by(ask.into, declared.outcomes.get(outcome, {})),) if ask.into else ()
        yield Way(jump, fills=fills)


def filled_by(into: str, sample: Any) -> Fill:
    """Tell what an outcome's sample fills: the fields in it, and nothing when it has none."""
    if isinstance(sample, Mapping):
        return Fill(into, frozenset(map(str, sample)), empty=not sample)
    return Fill(into, frozenset({ANY}), empty=not sample)


def _choose(node: Choose) -> Iterator[Way]:
    known: Condition = ()
    for case in node.cases:
        yield Way(case.jump, holds=(*known, *case.when))
        known = (*known, *_failed(case.when))
    yield Way(node.otherwise, holds=known)


def _failed(condition: Condition) -> Condition:
    """What is known when a condition did not hold: only of a single `is not known` can something be said."""
    if len(condition) == 1 and condition[0].operator == "unknown":
        return (type(condition[0])(condition[0].path, "known"),)
    return ()


def _give_up(whole: Common, name: str, node: Question) -> Jump | None:
    menu = whole.menu_of(name)
    if node.give_up is not None or not menu.returns:
        return node.give_up or menu.give_up or whole.give_up
    return None
