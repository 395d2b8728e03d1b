"""Who says nothing does not go round for ever.

The compiler stops circles without a question in them, and questions whose own `give_up` comes back to them. This rule looks at the rest:
the `give_up` of a menu file and of the hotline, which a silent caller follows from question to question. Such a call ends when the
carrier cuts it, hours later, and is paid for.

Evidence (D): design of this service; an unbounded loop is a fault wherever menus are written.
"""

from collections.abc import Iterator

from ivr.compiler.checks.endless import GivenUp
from ivr.compiler.problems import Found, Level, Route
from ivr.lint.opening import asks
from ivr.lint.rule import Menus

ID = "loop-without-choice"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every give-up of files and of the hotline from which silence leads nowhere."""
    silent = GivenUp(menus.draft)
    told: set[Route] = set()
    for name, node in menus.draft.nodes.items():
        file = menus.draft.menu_of(name)
        if not asks(node) or getattr(node, "give_up", None) is not None or file.returns or name in silent.leaving:
            continue
        route: Route = (file.name, "give_up") if file.give_up is not None else ("hotline", "defaults", "give_up")
        if route not in told:
            told.add(route)
            what = f'whoever stays silent at "{name}" is led round for ever'
            yield Found(route, what, "Let giving up lead to people, to a message or to a goodbye.")
