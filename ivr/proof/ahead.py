"""What a turn may still come to ask before it waits: slots that last, the world, and actions.

Only what is ahead needs to be known at a door. Leaving out too much costs nothing but precision: what is not known is tried in every way.
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.checks.actions import asked
from ivr.flow.graph import Flow, Node, file_of, jumps
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.choose import Choose
from ivr.flow.nodes.list import List
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return
from ivr.flow.nodes.say import Say
from ivr.proof.facts import LINES, Facts

Asks = frozenset[tuple[str, ...]]


def asks_ahead(flow: Flow, facts: Facts) -> Mapping[str, Asks]:
    """Name for every node what a turn that enters it may ask before it waits: ("slot", name), the lines of people, the world."""
    sites = {name: file_of(node.flow) for name, node in flow.nodes.items() if isinstance(node, Call)}
    sites |= {name: file_of(flow.identity) for name, node in flow.nodes.items() if node.requires is not None and flow.identity is not None}
    onward = {name: tuple(_onward(flow, name, node, sites)) for name, node in flow.nodes.items()}
    found: dict[str, Asks] = {name: frozenset(_asks(name, node, facts)) for name, node in flow.nodes.items()}
    changed = True
    while changed:
        changed = False
        for name, targets in onward.items():
            more = found[name].union(*(found[target] for target in targets))
            if more != found[name]:
                found[name], changed = more, True
    return found


def _asks(name: str, node: Node, facts: Facts) -> Iterator[tuple[str, ...]]:
    yield from (("slot", slot) for slot in facts.read_at(name))
    if isinstance(node, Choose):
        for test in (test for case in node.cases for test in case.when):
            yield ("is_open", test.path[1]) if test.path[0] == "hours" and len(test.path) == 2 else (test.path[0],)
    ask = asked(name, node)
    if isinstance(node, Queue) or (ask is not None and ask.name.startswith(LINES)):
        yield (LINES,)


def _onward(flow: Flow, name: str, node: Node, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield what a node leads to in the turn that enters it."""
    if node.requires is not None and flow.identity is not None:
        yield flow.identity
    if isinstance(node, Call):
        yield node.flow
    if isinstance(node, Return):
        yield from (site for site, file in sites.items() if file == file_of(name))
    passes = node.requires is not None or isinstance(node, Choose | Call | List | Queue) or (isinstance(node, Action) and not node.prompt)
    if passes or (isinstance(node, Say) and node.goto is not None):
        yield from (str(jump.goto) for jump in jumps(node) if jump.goto in flow.nodes)
