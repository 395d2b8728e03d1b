"""Where people are: queues, recordings and callbacks, and the places next to them."""

from collections import deque
from collections.abc import Mapping

from ivr.compiler.draft import Draft
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.record import Record
from ivr.flow.question import AnyNode
from ivr.lint.opening import asks

MOST_QUESTIONS = 1
"""Asked of those on the way to people: what it is about."""


def is_people(node: AnyNode) -> bool:
    """Tell whether a node is where a person comes, now or later."""
    return isinstance(node, Queue | Record) or (isinstance(node, Action) and node.action == "callbacks.book")


def near_people(draft: Draft, arrows: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Give the nodes from which a way comes to people with no more than one question on it."""
    before: dict[str, list[str]] = {}
    for name, targets in arrows.items():
        for target in targets:
            before.setdefault(target, []).append(name)
    questions = {name: 0 for name, node in draft.nodes.items() if is_people(node)}
    waiting = deque(questions)
    while waiting:
        name = waiting.popleft()
        for source in before.get(name, ()):
            count = questions[name] + asks(draft.nodes[source])
            if count <= MOST_QUESTIONS and count < questions.get(source, MOST_QUESTIONS + 1):
                questions[source] = count
                waiting.append(source)
    return frozenset(questions)
