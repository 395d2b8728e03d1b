"""A menu of two options is often better a part of the menu before it.

Told of is a menu without words of its own that a single option of another menu leads to: its options could stand there at once, and the
caller would choose once instead of twice.

Setting: the most options of such a menu.

Evidence (A): broad menus beat deep ones in time and in preference (Virzi and Huitema 1997; Commarford and others 2008; Boren and
others 1997).
"""

from collections import Counter
from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.menu import Menu
from ivr.lint.rule import Menus

ID = "tiny-menu"
LEVEL: Level = "info"
SETTING = 2


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield small menus that one option alone leads to."""
    draft = menus.draft
    ways = Counter(target for name, targets in menus.arrows.items() for target in targets)
    alive = {each.jump.goto for file in draft.files.values() for each in file.menu.universals}
    for name, node in draft.nodes.items():
        for option in node.options.values() if isinstance(node, Menu) else ():
            target = option.jump.goto
            menu = draft.nodes.get(target or "")
            if not isinstance(menu, Menu) or target is None or target in alive or ways[target] > 1:
                continue
            if not (menu.prompt or menu.notice or menu.from_ or menu.requires or menu.set) and len(menu.options) <= setting:
                what = f'"{target}" has {len(menu.options)} options, and only this one leads to it'
                yield Found(node_route(name, "options", option.key), what, "Offer them here at once, if there is room.", True)
