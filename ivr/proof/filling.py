"""How slots are filled: every assignment of a flow, so that what is asked of a slot is asked of what it is filled from too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.compiler.checks.actions import asked
from ivr.flow.fields import Assignments, Jump
from ivr.flow.graph import Flow, Node, jumps
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.record import Record
from ivr.flow.state import CALLER, MANNERS, PACES
from ivr.flow.words import Hole

ITEM = "item"


@dataclass(frozen=True, slots=True)
class Constant:
    """A slot is filled with this value."""

    slot: str
    value: Any


@dataclass(frozen=True, slots=True)
class Copy:
    """A slot is filled with what `source` holds at `path`; with what each item of it holds there, if `each`."""

    slot: str
    source: str
    path: tuple[str, ...] = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A slot is filled with what an action gives."""

    slot: str
    action: str


@dataclass(frozen=True, slots=True)
class Keyed:
    """A slot is filled with what the caller keys."""

    slot: str
    node: str


Filling = Constant | Copy | Given | Keyed


def fillings(flow: Flow) -> Iterator[Filling]:
    """Yield every way in which some slot is filled."""
    for name, node in flow.nodes.items():
        yield from filled_at(name, node)
    for jump in _shared_jumps(flow):
        yield from assigned(jump.set)
    for menu in flow.menus.values():
        for universal in menu.universals:
            yield from assigned(universal.jump.set)
    yield Constant(CALLER, {"last4": "1111"})
    yield from (Constant(MANNERS[0], language) for language in flow.languages)
    yield from (Constant(MANNERS[1], pace) for pace in PACES)
    yield from (Constant("heard", heard) for heard in ("yes", "no"))
    yield from (Constant("need", level) for level in ("light", "strong"))


def _shared_jumps(flow: Flow) -> Iterator[Jump]:
    yield flow.give_up
    yield from flow.numbers.values()
    yield from (queue.transfer for queue in flow.queues.values() if queue.transfer is not None)
    for options in flow.endings.values():
        yield from jumps(options)


def filled_at(name: str, node: Node) -> Iterator[Filling]:
    """Yield every way in which a node, or a way on from it, fills a slot."""
    yield from assigned(node.set)
    of = node.of if isinstance(node, List) else node.from_.list if isinstance(node, Menu) and node.from_ else None
    for jump in jumps(node):
        yield from assigned(jump.set, of)
    ask = asked(name, node)
    if ask is not None and ask.into is not None:
        yield Given(ask.into, ask.name)
    match node:
        case Menu(from_=source, speech=speech):
            if source is not None:
                yield Copy(source.into, source.list, each=True)
            if speech is not None:
                yield Constant(speech.into, "words")
        case Collect(into=str(into), secret=secret) if not secret:
            yield Keyed(into, name)
        case List(into=str(into), of=str(of)):
            yield Constant(into, [{}])
        case Record():
            yield Constant(node.into, {"sid": "RE1", "url": "https://carrier.example/RE1", "seconds": 4})
        case Call() | Action():
            yield from assigned(node.args) if isinstance(node, Call) else ()


def assigned(given: Assignments, of: str | None = None) -> Iterator[Filling]:
    """Give what is assigned; where a list `of` items is at hand, a name may be a field of its item."""
    for slot, value in given.items():
        if not isinstance(value, Hole):
            yield Constant(slot, value)
            continue
        if of is not None:
            yield Copy(slot, of, value.path[1:] if value.path[0] == ITEM else value.path, each=True)
        if value.path == ("today",):
            yield Constant(slot, "2026-03-02")
        elif value.path[0] != ITEM:
            yield Copy(slot, value.path[0], value.path[1:])


def copies(given: Assignments) -> Mapping[str, str]:
    """Name the slot that each slot is filled from; constants have none."""
    return {slot: value.path[0] for slot, value in given.items() if isinstance(value, Hole)}
