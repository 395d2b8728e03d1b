"""Which slots a node's file still asks about: those that some condition ahead in it asks before they are filled anew.

Backward over every way a call can go on within the file. A slot that only another file asks about is not followed here: what it holds
is tried both ways when that file is come to, so that nothing is lost by leaving it out.
"""

from collections.abc import Mapping

from ivr.compiler.checks.ways import Way, ways
from ivr.flow.fields import AGAIN, Assignments, Jump
from ivr.flow.graph import Flow, Node, file_of
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.question import Question
from ivr.proof.filling import ITEM, copies

Slots = frozenset[str]


class Live:
    """The slots that matter to the rest of a file, once a node has been entered."""

    def __init__(self, flow: Flow, reads: Mapping[str, Slots]) -> None:
        self.flow, self.reads = flow, reads
        self._ways = {name: tuple(ways(flow, name, node)) for name, node in flow.nodes.items()}
        self._before: dict[str, Slots] = dict.fromkeys(flow.nodes, frozenset())
        self._inside: dict[str, Slots] = dict.fromkeys(flow.nodes, frozenset())
        self._settle()

    def at(self, node: str) -> tuple[str, ...]:
        """Name the slots that matter while a call waits at a node, in order."""
        return tuple(sorted(self._inside.get(node, ())))

    def before(self, node: str) -> Slots:
        """Name the slots that matter when a call is about to enter a node."""
        return self._before.get(node, frozenset())

    def _settle(self) -> None:
        changed = True
        while changed:
            changed = False
            for name, node in reversed(list(self.flow.nodes.items())):
                inside = self.reads[name] | self._after(name, node)
                before = _without(inside, node.set) | (self.reads[name] if node.requires is not None else frozenset())
                if inside != self._inside[name] or before != self._before[name]:
                    self._inside[name], self._before[name] = inside, before
                    changed = True

    def _after(self, name: str, node: Node) -> Slots:
        found: set[str] = set()
        for way in self._ways[name]:
            found |= self._along(name, node, way)
        if isinstance(node, Question):
            for universal in self.flow.menu_of(name).universals:
                found |= self._to(name, universal.jump)
        if node.requires is not None:
            found |= self._to(name, node.requires.otherwise)
        return frozenset(found)

    def _along(self, name: str, node: Node, way: Way) -> Slots:
        filled = {fill.slot for fill in way.fills}
        ahead = self._ahead(name, way.jump)
        live = ahead - filled
        if (of := _list_of(node)) is not None and (ahead & filled or _takes_item(way.jump.set)):
            live |= {of}
        return _without(live, way.jump.set)

    def _to(self, name: str, jump: Jump) -> Slots:
        return _without(self._ahead(name, jump), jump.set) if jump.goto is not None else frozenset()

    def _ahead(self, name: str, jump: Jump) -> Slots:
        target = name if jump.goto in (None, AGAIN) else str(jump.goto)
        return self._before.get(target, frozenset()) if file_of(target) == file_of(name) else frozenset()


def _without(live: Slots, given: Assignments) -> Slots:
    """Give what matters before slots are assigned: not those, but what they are filled from."""
    if not given:
        return live
    sources = {source for slot, source in copies(given).items() if slot in live}
    return (live - frozenset(given)) | sources


def _list_of(node: Node) -> str | None:
    if isinstance(node, Menu) and node.from_ is not None:
        return node.from_.list
    return node.of if isinstance(node, List) else None


def _takes_item(given: Assignments) -> bool:
    return ITEM in copies(given).values()
