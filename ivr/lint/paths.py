"""Where calls get to: what leads to a place, and how a call goes on when the caller does nothing."""

from collections.abc import Iterable, Mapping

from ivr.compiler.checks.quiet import Quiet
from ivr.compiler.draft import Draft
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return
from ivr.lint.opening import asks


def everywhere(draft: Draft, arrows: Mapping[str, Iterable[str]], *, words: bool = True) -> Mapping[str, tuple[str, ...]]:
    """Add to arrows what works at every question of a file: each node leads to its file's name, and that to what its keys,
    its words unless left out, and giving up lead to.
    """
    found = {name: (*targets, name.partition(".")[0]) for name, targets in arrows.items()}
    for name, file in draft.files.items():
        given_up = file.menu.give_up or (None if file.menu.returns else draft.hotline.defaults.give_up)
        alive = (each.jump for each in file.menu.universals if words or each.key is not None)
        found[name] = tuple(jump.goto for jump in (*alive, given_up) if jump is not None and jump.goto is not None)
    return found


def reached_from(starts: Iterable[str], arrows: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Give the places that some way comes to."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        more = [each for each in arrows.get(waiting.pop(), ()) if each not in found]
        found.update(more)
        waiting += more
    return frozenset(found)


def leading_to(wanted: Iterable[str], arrows: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Give the places from which some way comes to a wanted one, themselves among them."""
    before: dict[str, list[str]] = {}
    for name, targets in arrows.items():
        for target in targets:
            before.setdefault(target, []).append(name)
    return reached_from(wanted, before)


def going_on(draft: Draft, quiet: Quiet) -> frozenset[str]:
    """Give the nodes from which a silent caller comes to a question, a recording, a queue or out of a sub-flow, not just to the end."""
    wanted = (name for name, node in draft.nodes.items() if asks(node) or isinstance(node, Queue | Return))
    called = {name: (*quiet.plain.get(name, ()), node.flow) for name, node in draft.nodes.items() if isinstance(node, Call)}
    return leading_to(wanted, {**quiet.plain, **called})
