"""Every node is on some caller's way.

A node that nothing leads to is never heard: an option was left out, or what it said is no longer wanted. Staff who look for a sentence
find it there, change it, and no caller hears the change.

Evidence (D): design of this service; a target that does not exist stops the compiler.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus

ID = "unreachable"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield nodes that nothing leads to."""
    for name in menus.draft.nodes:
        if name not in menus.reached:
            yield Found(node_route(name), f'nothing leads to "{name}"', "Add an option that goes there, or delete it.", True)
