"""The opening of a call: all that is said until the caller can choose for the first time."""

from ivr.compiler.checks.quiet import Quiet
from ivr.compiler.draft import Draft
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.list import List
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.record import Record
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode


def asks(node: AnyNode) -> bool:
    """Tell whether a node waits for the caller's choice or entry."""
    return isinstance(node, Menu | Collect | List | Record) or (isinstance(node, Say) and node.goto is None)


def opening(draft: Draft, quiet: Quiet) -> tuple[str, ...]:
    """Give the nodes from the start of the call to the first questions, each after those that lead to it unless in a circle."""
    done: dict[str, None] = {}
    start: str = draft.hotline.start
    path, entered = [(start, iter(_next(draft, quiet, start)))], {start}
    while path:
        target = next((each for each in path[-1][1] if each not in entered), None)
        if target is None:
            done[path.pop()[0]] = None
        else:
            entered.add(target)
            path.append((target, iter(_next(draft, quiet, target))))
    return tuple(reversed(done))


def _next(draft: Draft, quiet: Quiet, name: str) -> tuple[str, ...]:
    return () if asks(draft.nodes[name]) else quiet.plain[name]
