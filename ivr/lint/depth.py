"""How many choices lead to a menu: from the first question on, until an answer is heard, a form or a sub-flow begins or people come."""

from collections import deque
from collections.abc import Mapping

from ivr.compiler.draft import Draft
from ivr.flow.graph import Flow, file_of
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.menu import Menu
from ivr.flow.question import AnyNode
from ivr.flow.state import MANNERS
from ivr.lint.arrows import beginnings

UNHEARD = Choose | Action | Call
"""Kinds that tell a caller nothing."""


def depths(flow: Flow, draft: Draft, arrows: Mapping[str, tuple[str, ...]]) -> Mapping[str, int]:
    """Give the fewest choices that lead to each menu, its own among them. What follows an answer is counted from there on."""
    apart = flow.near_people | {name for name, file in draft.files.items() if file.menu.draft is not None or file.menu.returns}
    found: dict[str, int] = {}
    begun = dict.fromkeys(beginnings(draft))
    waiting = deque(begun)
    while waiting:
        for name in _from(waiting.popleft(), found, draft, arrows, apart):
            if name not in begun:
                begun[name] = None
                waiting.append(name)
    return {name: choices for name, choices in found.items() if isinstance(draft.nodes[name], Menu)}


def _from(start: str, found: dict[str, int], draft: Draft, arrows: Mapping[str, tuple[str, ...]], apart: frozenset[str]) -> list[str]:
    """Count the choices from a place on, and give where the count begins anew."""
    anew: list[str] = []
    waiting = deque([(start, 0)])
    while waiting:
        name, choices = waiting.popleft()
        if name in found:
            continue
        node = draft.nodes[name]
        found[name] = choices = choices + _is_choice(node)
        for target in arrows[name]:
            if not isinstance(node, Menu | UNHEARD) or file_of(target) in apart:
                anew.append(target)
            elif _is_choice(node):
                waiting.append((target, choices))
            else:
                waiting.appendleft((target, choices))
    return anew


def _is_choice(node: AnyNode) -> bool:
    """Tell whether a menu asks what the call is about: not only for the language or the pace."""
    return isinstance(node, Menu) and not (node.options and all(set(MANNERS) & set(each.jump.set) for each in node.options.values()))
