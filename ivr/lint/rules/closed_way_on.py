"""A closed or full line offers something else.

Whoever comes when nobody is there hears when somebody will be, and leaves a message, books a callback or goes on alone. A goodbye is
none of these: they ring again, or lose their money in the night. Found is what follows a queue that is closed, full or failed, and a
look at one that finds it closed or full, when it only ends the call.

Evidence (B): callers are never just turned away (GetHuman); for a wallet, that a lost one can be frozen at any hour is our judgement (D).
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.flow.fields import Jump
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.queue import Queue
from ivr.flow.question import AnyNode
from ivr.lint.rule import Menus

ID = "closed-way-on"
LEVEL: Level = "error"
SETTING = None
FIX = "Lead to a message, a callback or a menu first."


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every way on from a closed line that only ends the call."""
    for name, node in menus.draft.nodes.items():
        for route, why, jump in _turned_away(name, node):
            if jump.goto is not None and jump.goto not in menus.going_on:
                yield Found(route, f"callers who come when the line is {why} are only sent away", FIX)


def _turned_away(name: str, node: AnyNode) -> Iterator[tuple[Route, str, Jump]]:
    match node:
        case Queue():
            for why in ("closed", "full", "failed"):
                yield node_route(name, why), why, getattr(node, why)
        case Action(action="queues.look"):
            for why in ("closed", "full"):
                if why in node.outcomes:
                    yield node_route(name, "outcomes", why), why, node.outcomes[why]
        case Choose():
            for place, case in enumerate(node.cases):
                if any(test.path[0] == "hours" and test.operator == "is" and "closed" in test.values for test in case.when):
                    yield node_route(name, "cases", place, "goto"), "closed", case.jump
