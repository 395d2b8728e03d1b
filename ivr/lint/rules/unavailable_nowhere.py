"""When another service does not answer, the caller comes to something new.

An `unavailable` that leads back to the question that asked for the number makes the caller key it again, in vain, until the errors are
used up; one that leads to the end of the call is a hang-up; and a menu said again without a word of what happened is a riddle. Say
that it cannot be looked up now, and offer people.

Evidence (B): options on failure (ACIXD); nobody is disconnected (GetHuman). The names of the outcomes meant are set here.
"""

from collections.abc import Iterator

from ivr.compiler.checks.actions import asked
from ivr.compiler.problems import Found, Level
from ivr.flow.fields import AGAIN, Jump
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.record import Record
from ivr.lint.rule import Menus

ID = "unavailable-nowhere"
LEVEL: Level = "error"
SETTING = ("unavailable",)
FURTHEST = 20
"""Nodes looked at on the way: a longer way without a question is told apart by its words."""
FIX = "Say that it cannot be done now, and lead to people or to a menu."


def check(menus: Menus, setting: tuple[str, ...]) -> Iterator[Found]:
    """Yield every such outcome that leads the caller round or away."""
    for name, node in menus.draft.nodes.items():
        ask = asked(name, node)
        for outcome in setting if ask else ():
            if ask and outcome in ask.outcomes and (what := _nowhere(menus, name, ask.outcomes[outcome])):
                yield Found((*ask.route, "outcomes", outcome), what, FIX)


def _nowhere(menus: Menus, name: str, jump: Jump) -> str | None:
    """Say what is wrong with where an outcome leads."""
    target = name if jump.goto in (None, AGAIN) else str(jump.goto)
    asks = menus.draft.nodes.get(target)
    if target == name:
        return "callers are asked the same again, and nothing has changed"
    if target not in menus.going_on:
        return "callers are only sent away"
    if isinstance(asks, Collect | Record) and asks.goto is not None and _comes_to(menus, asks.goto, name):
        return f'callers come back to "{target}", which led here'
    if isinstance(asks, Menu) and not asks.prompt and any(_comes_to(menus, each.jump, name) for each in asks.options.values()):
        return f'callers hear "{target}" again and are not told why'
    return None


def _comes_to(menus: Menus, jump: Jump, wanted: str) -> bool:
    """Tell whether a call that goes on by itself from a jump comes to a node."""
    seen: set[str] = set()
    waiting = [jump.goto] if jump.goto else []
    while waiting and len(seen) < FURTHEST:
        name = waiting.pop()
        if name == wanted:
            return True
        seen.add(name)
        waiting += (each for each in menus.quiet.plain.get(name, ()) if each not in seen)
    return False
