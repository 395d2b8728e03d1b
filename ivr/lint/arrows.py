"""Which node may lead to which, whatever the caller does."""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import Draft
from ivr.flow.graph import jumps
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode


def arrows(draft: Draft) -> Mapping[str, tuple[str, ...]]:
    """Give the nodes that each node's own fields lead to, the first node of a sub-flow or a gate among them."""
    return {name: tuple(_leads_to(draft, node)) for name, node in draft.nodes.items()}


def _leads_to(draft: Draft, node: AnyNode) -> Iterator[str]:
    identity = draft.hotline.identity
    if node.requires is not None and identity is not None and identity.flow is not None:
        yield identity.flow
    if isinstance(node, Call):
        yield node.flow
    options = draft.hotline.endings.get(node.ending or "", ()) if isinstance(node, Say) else ()
    yield from (jump.goto for thing in (node, options) for jump in jumps(thing) if jump.goto is not None and jump.goto in draft.nodes)


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
