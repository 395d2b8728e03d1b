"""Reads a menu file: what it declares for all its nodes, and the nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NewType

from ivr.compiler.choices import ALL_KEYS, read_universals
from ivr.compiler.hotline import Hotline, Keys, SpokenWords
from ivr.compiler.problems import did_you_mean
from ivr.compiler.scalars import NAME
from ivr.compiler.shape import Spot, Unreadable, fill
from ivr.compiler.source import Table
from ivr.flow.fields import Count, Jump, Name, Universal
from ivr.flow.graph import Menu
from ivr.flow.nodes import NODES
from ivr.flow.question import AnyNode
from ivr.flow.words import Part

Tail = NewType("Tail", Part)
MenuName = NewType("MenuName", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a menu file says besides its nodes."""

    menu: MenuName
    """The file's own name.
    文件自己的名称。"""
    takes: tuple[Name, ...] = ()
    """Slots this file is given, which makes it a sub-flow.
    调用时交给本文件的槽位；写了就是子流程。"""
    returns: tuple[Name, ...] = ()
    """Outcomes this file ends with, which makes it a sub-flow.
    本文件以哪些结果结束；写了就是子流程。"""
    attempts: Count | None = None
    """Errors a caller may make in this file, where it is not the hotline's.
    在本文件里最多可以错几次；不写就用热线统一的次数。"""
    give_up: Jump | None = None
    """Where the last error leads.
    错到最后一次去哪里。"""
    draft: Name | None = None
    """A name to keep what a caller has filled in under, when the call ends before the file does.
    电话中断时，已填内容用这个名称保留。"""
    keys: Keys = field(default_factory=lambda: Keys({}))
    """What the shared keys mean in here.
    共用的键在本文件里的意思。"""
    words: SpokenWords = field(default_factory=lambda: SpokenWords({}))
    """What the shared phrases mean in here.
    共用的说法在本文件里的意思。"""
    tail: Tail | None = None
    """The sentence that names the shared keys in here.
    在本文件里说明共用键的那句话。"""


@dataclass(frozen=True, slots=True)
class MenuFile:
    """A menu file as read. `whole` is False when a problem kept something of it out."""

    menu: Menu
    nodes: Mapping[str, AnyNode]
    names: frozenset[str]
    whole: bool


def read_menu(spot: Spot, hotline: Hotline | None) -> MenuFile:
    """Read a menu file; nodes that could not be read are left out, but their names are known."""
    name = spot.source.name
    written = _written(spot)
    table = spot.value.entries.get("nodes") if isinstance(spot.value, Table) else None
    nodes = _read_nodes(spot.down("nodes", table)) if table is not None else _no_nodes(spot)
    names = frozenset(f"{name}.{each}" for each in table.entries) if isinstance(table, Table) else frozenset()
    whole = written is not None and len(nodes) == len(names)
    attempts = hotline.defaults.attempts if hotline else Count(3)
    if written is None:
        return MenuFile(Menu(name, attempts), nodes, names, False)
    universals = _universals(hotline, written)
    menu = Menu(
        name, written.attempts or attempts, written.give_up, written.takes, written.returns, written.draft, universals, written.tail
    )  # fmt: skip
    return MenuFile(menu, nodes, names, whole)


def _written(spot: Spot) -> Written | None:
    try:
        return fill(Written, spot, skip=("nodes",))
    except Unreadable:
        return None


def _no_nodes(spot: Spot) -> Mapping[str, AnyNode]:
    spot.note("missing", '"nodes" is missing here', 'Add "nodes:" and the menu\'s nodes under it.', on_key=True)
    return {}


def read_menu_name(spot: Spot) -> str:
    """Read `menu:`, which must be the file's own name."""
    text = spot.text()
    if text != spot.source.name:
        fix = f'Write "menu: {spot.source.name}", or rename the file to {text}.yaml.'
        raise spot.refuse("menu-name", f'this file is called {spot.source.name}.yaml and its menu "{text}"', fix)
    return text


def _read_nodes(spot: Spot) -> Mapping[str, AnyNode]:
    nodes: dict[str, AnyNode] = {}
    try:
        spots = list(spot.table("{name: {type: ...}}"))
    except Unreadable:
        return {}
    for each in spots:
        try:
            node = _read_node(each)
        except Unreadable:
            continue
        nodes[node.name] = node
    return nodes


def _read_node(spot: Spot) -> AnyNode:
    if not NAME.fullmatch(spot.key) or spot.key == "again":
        taken = spot.key == "again"
        what = '"again" is taken: as a target it means the same node once more' if taken else f'"{spot.key}" is not a name for a node'
        fix = "Choose another name." if taken else "Names have small letters, digits and _ and begin with a letter."
        raise spot.refuse("name", what, fix, on_key=True)
    kind = _kind(spot)
    return fill(NODES[kind], spot, skip=("type",), name=f"{spot.source.name}.{spot.key}")


def _kind(spot: Spot) -> str:
    entries = {each.key: each for each in spot.table("{type: menu, ...}")}
    if "type" not in entries:
        fix = f'Add "type: ..."; the types are {", ".join(NODES)}.'
        raise spot.refuse("missing", f'"{spot.key}" does not say its type', fix, on_key=True)
    kind = entries["type"].text()
    if kind not in NODES:
        raise entries["type"].refuse("node-type", f'"{kind}" is not a type of node', did_you_mean(kind, NODES))
    return kind


def _universals(hotline: Hotline | None, written: Written) -> tuple[Universal, ...]:
    """Give the keys and words alive in a file: its own win, by key or by name, and keep the hotline's phrases if they have none."""
    common = {**hotline.keys, **hotline.words} if hotline else {}
    own = {**written.keys, **written.words}
    merged = {name: _over(own[name], universal) if name in own else universal for name, universal in common.items()}
    return tuple({**merged, **{name: universal for name, universal in own.items() if name not in merged}}.values())


def _over(own: Universal, common: Universal) -> Universal:
    return replace(own, key=own.key or common.key, words=own.words or common.words)


def read_keys(spot: Spot) -> Keys:
    """Read `keys:`. In a menu file it may also name one of the hotline's words, to lead it elsewhere."""
    for each in spot.table('{"0": {goto: agent.topic}}'):
        if each.key not in ALL_KEYS and each.source.name == "hotline":
            each.note("key", f'"{each.key}" is not a key of a telephone', 'Write one of 0 to 9, "*" or "#".', on_key=True)
        elif each.key not in ALL_KEYS:
            each.mention("universal", each.key)
    return Keys(read_universals(spot, with_key=True))
