"""The types of slots, told from who fills them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ivr.compiler.checks.actions import asked
from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Route
from ivr.flow.fields import Assignments, Jump
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.record import Record
from ivr.flow.question import AnyNode
from ivr.flow.words import Hole

RECORDS = ("record", "list", "recording")
RECORDING = {"sid": "text", "url": "text", "seconds": "number"}
CALLER = {"last4": "digits"}
INCIDENT = {"service": "word", "until": "time"}
KNOWN = {
    "language": "word", "pace": "word", "incident": "record", "announcement": "sentence", "today": "date", "heard": "word",
    "caller": "record",
}  # fmt: skip
"""Names that have a value without being filled by any node."""
PASSING = ("incident", "announcement")
"""Known one moment and over the next: only what is said under a condition of its own may name them."""
LEVELS = {"identity": "level", "need": "level"}
WORDS = ("digits", "phone", "word", "text", "letters", "level")
"""Types that are all text underneath: two of them for one slot are no contradiction."""
NAMED = {
    "digits": "a row of digits", "money": "an amount of money", "phone": "a phone number", "letters": "a code",
    "level": "a level of identity",
}  # fmt: skip
ENTRY_TYPES = {"amount": "money", "date": "date", "phone": "phone"}


@dataclass(slots=True)
class Slot:
    """What is known of a slot: its type, its fields if it has any, and where it was first filled."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    route: Route = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """One place that fills a slot: with a type, or with another slot's value (`copied`), with a constant, or with an item of a list."""

    slot: str
    route: Route
    type: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    copied: tuple[str, ...] = ()
    action: str = ""
    constant: str | None = None
    item_of: str | None = None


class Slots:
    """All slots of a hotline with their types."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.found: list[Found] = []
        self.slots = {name: Slot(kind) for name, kind in (KNOWN | LEVELS).items()}
        self.slots["caller"].fields.update(CALLER)
        self.slots["incident"].fields.update(INCIDENT)
        self.filled = list(_all_filled(draft))
        self._settle()

    def _settle(self) -> None:
        """Take what has a type of its own first; then copies, until no more can be told."""
        waiting = self.filled
        while waiting:
            later = [each for each in waiting if not self._take(each)]
            if len(later) == len(waiting):
                return
            waiting = later

    def _take(self, each: Filled) -> bool:
        kind, fields = each.type, dict(each.fields)
        if each.copied:
            source = self.look(each.copied, each.item_of)
            if source is None:
                return False
            kind, fields = source.type, source.fields
        self._merge(each, kind, fields)
        return True

    def _merge(self, each: Filled, kind: str, fields: Mapping[str, str]) -> None:
        slot = self.slots.get(each.slot)
        if slot is None:
            self.slots[each.slot] = Slot(kind, dict(fields), each.route)
            return
        joined = join(slot.type, kind)
        if joined is None:
            self.found.append(self._two_types(each, kind, slot))
            return
        slot.type = joined
        for name, type_ in fields.items():
            known = slot.fields.setdefault(name, type_)
            if join(known, type_) is None:
                what = f'"{each.slot}.{name}" is filled with {a_(type_)} here, and with {a_(known)}{self._first(slot)}'
                self.found.append(Found(each.route, what, "Use another slot for one of them.", rule="two-types"))

    def _two_types(self, each: Filled, kind: str, slot: Slot) -> Found:
        what = f'"{each.slot}" is filled with {a_(kind)} here, and with {a_(slot.type)}{self._first(slot)}'
        return Found(each.route, what, "Use another slot for one of them.", rule="two-types")

    def _first(self, slot: Slot) -> str:
        if not slot.route:
            return " by the service itself"
        place = self.draft.problem(Found(slot.route, "", ""))
        return f" in {self.draft.sources[str(slot.route[0])].name}.yaml, line {place.line}"

    def look(self, path: tuple[str, ...], item_of: str | None = None) -> Slot | None:
        """Give the type of what a path names; inside a list's sentences its item's fields come first."""
        if item_of is not None and (inner := self._in_item(path, item_of)) is not None:
            return inner
        slot = self.slots.get(path[0])
        rest = path[1:]
        if slot is not None and slot.type == "list" and rest and rest[0].isdecimal():
            slot, rest = Slot("record", slot.fields, slot.route), rest[1:]
        return _below(slot, rest)

    def _in_item(self, path: tuple[str, ...], item_of: str) -> Slot | None:
        source = self.slots.get(item_of)
        fields = source.fields if source is not None and source.type == "list" else {}
        if path[0] == "item":
            return _below(Slot("record", fields), path[1:])
        if path == ("n",):
            return Slot("number")
        return Slot(fields[path[0]]) if len(path) == 1 and path[0] in fields else None


def _below(slot: Slot | None, rest: tuple[str, ...]) -> Slot | None:
    if slot is None or not rest:
        return slot
    fields = RECORDING if slot.type == "recording" else slot.fields if slot.type == "record" else {}
    return _below(Slot(fields[rest[0]]), rest[1:]) if rest[0] in fields else None


def join(one: str, other: str) -> str | None:
    """Give the type that is both; None when two types contradict each other."""
    if one == other:
        return one
    if one in WORDS and other in WORDS:
        return "level" if "level" in (one, other) else "digits" if {one, other} == {"digits", "phone"} else "text"
    return None


def a_(kind: str) -> str:
    """Name a type in a sentence."""
    return NAMED.get(kind, f"a {kind}")


# who fills slots


def _all_filled(draft: Draft) -> Iterator[Filled]:
    for name, node in draft.nodes.items():
        yield from _filled(draft, name, node)
    for universal in (*draft.hotline.keys.values(), *draft.hotline.words.values()):
        place = "keys" if universal.name in draft.hotline.keys else "words"
        yield from _assigned(universal.jump.set, ("hotline", place, universal.name))
    for number, jump in draft.hotline.numbers.items():
        yield from _assigned(jump.set, ("hotline", "numbers", number))
    for name, queue in draft.hotline.queues.items():
        if queue.transfer is not None:
            yield from _assigned(queue.transfer.set, ("hotline", "queues", name, "transfer"))


def _filled(draft: Draft, name: str, node: AnyNode) -> Iterator[Filled]:
    ask = asked(name, node)
    declared = draft.actions.get(ask.name) if ask else None
    if ask is not None and declared is not None and ask.into is not None:
        is_list = any(isinstance(sample, list | tuple) for sample in declared.outcomes.values())
        yield Filled(ask.into, (*ask.route, "into"), "list" if is_list else "record", declared.data, action=declared.name)
    match node:
        case Collect(into=str() as into):
            kind = ENTRY_TYPES.get(node.kind or "", "digits")
            yield Filled(into, node_route(name, "into"), kind)
        case Record(into=into):
            yield Filled(into, node_route(name, "into"), "recording")
        case List(into=str() as into, of=str() as of):
            yield Filled(into, node_route(name, "into"), copied=(of,))
        case Menu():
            if node.from_ is not None:
                yield Filled(node.from_.into, node_route(name, "from", "into"), copied=("item",), item_of=node.from_.list)
            if node.speech is not None:
                yield Filled(node.speech.into, node_route(name, "speech", "into"), "text")
        case Call():
            yield from _assigned(node.args, node_route(name), "with")
    yield from _assigned(node.set, node_route(name))
    for jump, route, item_of in jumps_of(node, name):
        yield from _assigned(jump.set, route, item_of=item_of)


def _assigned(given: Assignments, route: Route, key: str = "set", item_of: str | None = None) -> Iterator[Filled]:
    for slot, value in given.items():
        place = (*route, key, slot)
        if isinstance(value, Hole):
            yield Filled(slot, place, copied=value.path, item_of=item_of)
        else:
            yield Filled(slot, place, "word", constant=value)


def jumps_of(node: AnyNode, name: str) -> Iterator[tuple[Jump, Route, str | None]]:
    """Yield a node's jumps with their routes, and the list whose item they may set."""
    item_of = node.of if isinstance(node, List) else None
    for key, option in getattr(node, "options", {}).items():
        has_item = any(isinstance(value, Hole) and value.path[0] == "item" for value in option.jump.set.values())
        yield option.jump, node_route(name, "options", key), item_of if has_item else None
    for key in ("outcomes", "wishes"):
        for outcome, jump in getattr(node, key, {}).items():
            yield jump, node_route(name, key, outcome), None
    for outcome, jump in node.check.outcomes.items() if isinstance(node, Collect) and node.check else ():
        yield jump, node_route(name, "check", "outcomes", outcome), None
    for place, case in enumerate(getattr(node, "cases", ())):
        yield case.jump, node_route(name, "cases", place), None
    if isinstance(node, Menu):
        yield from (
            (each.goto, node_route(name, key, "goto"), None) for key, each in (("from", node.from_), ("speech", node.speech)) if each
        )
    fields = {"goto": "goto", "empty": "empty", "none": "none", "otherwise": "else", "give_up": "give_up"}
    for attribute, key in (*fields.items(), *((key, key) for key in ("bridged", "closed", "full", "failed"))):
        if isinstance(jump := getattr(node, attribute, None), Jump):
            yield jump, node_route(name, key), None
