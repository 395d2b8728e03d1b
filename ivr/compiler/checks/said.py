"""Every placeholder and condition is about a slot that something fills, and is said in a way that fits its type."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ivr.compiler.checks.slots import RECORDING, RECORDS, Slot, Slots, a_
from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Route, did_you_mean
from ivr.compiler.shape import Use
from ivr.flow.fields import Option
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.question import AnyNode
from ivr.flow.words import Hole

FITS: Mapping[str, tuple[str, ...]] = {
    "digits": ("digits", "phone", "text", "number", "letters"),
    "money": ("money",),
    "date": ("date", "time"),
    "time": ("time",),
    "count": ("count", "number"),
    "number": ("number",),
    "range": ("range",),
    "letters": ("letters", "text", "digits", "phone"),
    "word": ("word", "text", "level"),
    "sentence": ("sentence",),
    "text": ("text", "digits", "phone", "number", "letters"),
}

OF_TALK = [("at",), ("due",), ("staff",), ("matter",), ("number",), ("status",), ("solution",)]


def item_list(draft: Draft, route: Route) -> str | None:
    """Give the list whose item a placeholder may name."""
    match route:
        case (menu, "nodes", node, *rest):
            here = draft.nodes.get(f"{menu}.{node}")
            if isinstance(here, List) and rest[0] == "item":
                return here.of
            if isinstance(here, List) and rest[0] == "options" and "set" in rest:
                option: Option | None = here.options.get(str(rest[1]))
                given = option.jump.set.values() if option else ()
                return here.of if any(isinstance(value, Hole) and value.path[0] == "item" for value in given) else None
            if isinstance(here, Menu) and here.from_ is not None and rest[:2] == ["from", "label"]:
                return here.from_.list
    return None


def is_entry(use: Use) -> bool:
    """Tell whether a placeholder is the entry in its own check."""
    return use.hole.path == ("entry",) and use.route[3:5] == ("check", "with")


def is_told_later(use: Use) -> bool:
    """Tell whether a placeholder is what a text message alone knows: the one-time code, or what an agent wrote after the talk."""
    path = use.hole.path
    return use.route[:2] == ("hotline", "texts") and (path == ("code",) or (path[0] == "talk" and path[1:] in OF_TALK))


def check_slots(draft: Draft, slots: Slots) -> Iterator[Found]:
    """Yield slots of two types, placeholders and conditions about nothing, and kinds that do not fit."""
    yield from slots.found
    for use in draft.book.uses:
        if not is_entry(use) and not is_told_later(use):
            yield from _use(draft, slots, use)
    for mention in draft.book.mentions:
        if mention.kind == "value":
            yield from _value(draft, slots, tuple(mention.name.split(".")), mention.route)
    for name, node in draft.nodes.items():
        yield from _lists(slots, name, node)
    yield from _gate(draft, slots)


def _use(draft: Draft, slots: Slots, use: Use) -> Iterator[Found]:
    path = use.hole.path
    item_of = item_list(draft, use.route)
    if item_of is not None and (source := slots.slots.get(item_of)) is not None and source.type != "list":
        return  # said of the list itself
    slot = slots.look(path, item_of)
    if slot is None:
        facts = draft.book.facts if use.written else ()
        yield replace(unknown(slots, path, use.route, item_of, facts), quoting=use.written)
        return
    if "with" in use.route or "set" in use.route:
        return
    if use.route[-1] == "play":
        if slot.type != "recording":
            what = f'"{".".join(path)}" is {a_(slot.type)}, and only a recording can be played'
            yield Found(use.route, what, 'Play a slot that a "record" node fills.', rule="placeholder-kind")
    elif slot.type not in FITS[use.hole.kind]:
        yield replace(_misfit(use, slot), quoting=use.written)


def _misfit(use: Use, slot: Slot) -> Found:
    name = ".".join(use.hole.path)
    what = f'"{name}" is {a_(slot.type)}, which cannot be said as {use.hole.kind}'
    if slot.type in RECORDS:
        fields = ", ".join(f"{{{name}.{each}}}" for each in list(slot.fields)[:4])
        return Found(use.route, what, f"Say one of its fields: {fields}." if fields else "Say something else.", rule="placeholder-kind")
    kinds = [kind for kind, types in FITS.items() if slot.type in types]
    best = slot.type if slot.type in kinds else kinds[0] if kinds else "text"
    return Found(use.route, what, f"Write {{{name}:{best}}}.", rule="placeholder-kind")


def unknown(slots: Slots, path: tuple[str, ...], route: Route, item_of: str | None = None, facts: Iterable[str] = ()) -> Found:
    """Say that a path names nothing; in a text it could have been a fact."""
    if path == ("entry",):
        what = "an entry can be used only in the check of its own node"
        return Found(route, what, 'Keep it with "into: ..." and use that slot.', rule="entry")
    slot = slots.slots.get(path[0])
    if slot is None:
        names = [*facts, *slots.slots, *(slots.slots[item_of].fields if item_of in slots.slots else ())]
        return Found(route, f'nothing ever fills "{path[0]}"', did_you_mean(path[0], names), rule="unknown-slot")
    if slot.type not in RECORDS:
        what = f'"{path[0]}" is {a_(slot.type)} and has no fields'
        return Found(route, what, f'Write "{path[0]}" alone.', rule="unknown-slot")
    if slot.type == "list":
        what = f'"{path[0]}" is a list, and "{".".join(path)}" does not say which of its items is meant'
        return Found(route, what, 'Let the caller pick one, with "from" or a list node.', rule="unknown-slot")
    what = f'"{path[0]}" has no field "{".".join(path[1:])}"'
    return Found(route, what, did_you_mean(path[-1], slot.fields or RECORDING), rule="unknown-slot")


def _value(draft: Draft, slots: Slots, path: tuple[str, ...], route: Route) -> Iterator[Found]:
    item_of = item_list(draft, route)
    if path[0] != "hours" and slots.look(path, item_of) is None:
        yield unknown(slots, path, route, item_of)


def _gate(draft: Draft, slots: Slots) -> Iterator[Found]:
    """A gate that nothing opens would send every caller away."""
    identity = draft.hotline.identity
    if identity is None or identity.flow is None or any(each.slot == "identity" for each in slots.filled):
        return
    if any(node.requires is not None for node in draft.nodes.values()):
        what = f'"{identity.flow}" checks who is calling, and nothing ever sets "identity"'
        fix = 'Write "set: {identity: light}" where the check has succeeded.'
        yield Found(("hotline", "identity", "flow"), what, fix, rule="gate")


def _lists(slots: Slots, name: str, node: AnyNode) -> Iterator[Found]:
    for of, route in _list_slots(name, node):
        slot = slots.slots.get(of)
        if slot is None:
            lists = [each for each, known in slots.slots.items() if known.type == "list"]
            yield Found(route, f'nothing ever fills "{of}"', did_you_mean(of, lists), rule="unknown-slot")
        elif slot.type != "list":
            yield Found(
                route,
                f'"{of}" is {a_(slot.type)}, and a list is wanted',
                "Name a slot that an action fills with several items.",
                rule="list-slot",
            )


def _list_slots(name: str, node: AnyNode) -> Iterator[tuple[str, Route]]:
    match node:
        case List(of=str() as of):
            yield of, node_route(name, "of")
        case Menu() if node.from_ is not None:
            yield node.from_.list, node_route(name, "from", "list")
