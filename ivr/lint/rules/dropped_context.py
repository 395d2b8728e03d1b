"""What a caller has keyed or recorded is used.

A number, a sentence or a recording is asked for to be handed to somebody: to an action by its `with`, or to the agent who answers,
by `remember` in hotline.yaml. What is in neither is gone as soon as the caller has been in another menu, and is asked for again.

Evidence (B): partial work that is handed over saves an agent a quarter of the time or less (Lewis 2011, Kaiser 2008, as told by ACIXD);
never ask twice (GetHuman).
"""

from collections.abc import Iterator

from ivr.compiler.checks.actions import asked
from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.record import Record
from ivr.flow.words import Hole
from ivr.lint.rule import Menus

ID = "dropped-context"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every slot that a caller fills and nobody is given."""
    kept = frozenset[str](menus.draft.hotline.remember) | _given(menus.draft)
    for name, node in menus.draft.nodes.items():
        for slot, route in _asked_for(name, node):
            if slot not in kept:
                what = f'nobody is given what the caller answers here: "{slot}" is forgotten in the next menu'
                yield Found(route, what, f'Add {slot} to "remember" in hotline.yaml, or give it to an action.')


def _asked_for(name: str, node: object) -> Iterator[tuple[str, Route]]:
    match node:
        case Record():
            yield node.into, node_route(name, "into")
        case Collect(into=str() as slot, check=None):
            yield slot, node_route(name, "into")
        case Menu() if node.speech is not None:
            yield node.speech.into, node_route(name, "speech", "into")


def _given(draft: Draft) -> frozenset[str]:
    """Give the slots that some action or sub-flow is given, or that fill another slot."""
    found: set[str] = set()
    for name, node in draft.nodes.items():
        ask = asked(name, node)
        given = ask.args if ask else node.args if isinstance(node, Call) else {}
        found.update(value.path[0] for value in given.values() if isinstance(value, Hole))
    found.update(use.hole.path[0] for use in draft.book.uses if "set" in use.route)
    return frozenset(found)
