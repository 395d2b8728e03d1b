"""Which node may lead to which, whatever the caller does."""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import Draft
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode


def arrows(draft: Draft) -> Mapping[str, tuple[str, ...]]:
    """Give the nodes that each node leads to as it is written, the first node of a sub-flow or a gate among them."""
    found: dict[str, list[str]] = {name: [] for name in draft.nodes}
    for mention in draft.book.mentions:
        if mention.kind in ("node", "flow") and mention.route[1] == "nodes":
            found[f"{mention.route[0]}.{mention.route[2]}"].append(mention.name)
    for name, node in draft.nodes.items():
        found[name] += _in_common(draft, node)
    return {name: tuple(targets) for name, targets in found.items()}


def _in_common(draft: Draft, node: AnyNode) -> Iterator[str]:
    """Give where a node leads by what hotline.yaml says: the gate before it, the ending after it, transfers to other queues."""
    identity = draft.hotline.identity
    if node.requires is not None:
        yield from (target for target in (node.requires.otherwise.goto, identity and identity.flow) if target)
    if isinstance(node, Say) and node.ending is not None:
        yield from (option.jump.goto for option in draft.hotline.endings[node.ending] if option.jump.goto is not None)
    if isinstance(node, Queue):
        yield from (queue.transfer.goto for queue in draft.queues.values() if queue.transfer and queue.transfer.goto)


def beginnings(draft: Draft) -> Iterator[str]:
    """Give the nodes where calls begin, and where they go when they give up."""
    yield draft.hotline.start
    yield from (jump.goto for jump in (*draft.hotline.numbers.values(), draft.hotline.defaults.give_up) if jump.goto)


def reached(draft: Draft, arrows: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Give the nodes that some call may come to. A file's keys, words and give-up count once one of its nodes is come to."""
    found = dict.fromkeys(beginnings(draft))
    waiting, files = list(found), set[str]()
    while waiting:
        name = waiting.pop()
        more = list(arrows.get(name, ()))
        if (file := name.partition(".")[0]) not in files and file in draft.files:
            files.add(file)
            menu = draft.files[file].menu
            more += [jump.goto for jump in (*(each.jump for each in menu.universals), menu.give_up) if jump and jump.goto]
        fresh = [each for each in more if each not in found]
        found.update(dict.fromkeys(fresh))
        waiting += fresh
    return frozenset(found)
