"""Options are said in the order of their keys, without a gap.

A caller who hears "press 1" and then "press 3" waits for the 2, and takes the 3 for a 2. Put the likeliest option on 1.
Where an answer has no `sms`, or the caller no number to text to, the `do: text` of its ending is left out and leaves a gap that is
meant: the keys of an ending mean the same after every answer.

Setting: keys that may be left out, besides those that work everywhere.

Evidence (B): order and no gaps (Avaya; ivr-usability guidelines).
"""

from collections.abc import Iterator
from itertools import pairwise

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.flow.nodes.menu import Menu
from ivr.lint.rule import Menus

ID = "key-order"
LEVEL: Level = "warning"
SETTING: tuple[str, ...] = ()


def check(menus: Menus, setting: tuple[str, ...]) -> Iterator[Found]:
    """Yield the first key of a question that is out of order, or before which one is left out."""
    free = frozenset((*setting, *menus.draft.hotline.keys))
    for route, keys, taken in _options(menus):
        lower = next((later for key, later in pairwise(keys) if later < key), None)
        if lower is not None:
            yield Found((*route, lower), f"{lower} is said after a higher key", "Put the options in the order of their keys.", True)
            continue
        expected = (str(number) for number in range(1 + taken, 10) if str(number) in keys or str(number) not in free)
        for key, other in zip(keys, expected, strict=False):
            if key != other:
                yield Found(
                    (*route, key), f"{key} stands where callers expect {other}", f"Give it the key {other}, or add that option.", True
                )
                break


def _options(menus: Menus) -> Iterator[tuple[Route, tuple[str, ...], int]]:
    """Give the options' keys of each question, and how many keys before them are made from a list."""
    for name, options in menus.draft.hotline.endings.items():
        yield ("hotline", "endings", name), tuple(each.key for each in options), 0
    for name, node in menus.draft.nodes.items():
        picks = len(node.from_.lines) if isinstance(node, Menu) and node.from_ is not None else 0
        yield node_route(name, "options"), tuple(getattr(node, "options", ())), picks
