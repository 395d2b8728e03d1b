"""From every question the caller's own choices lead on, to an answer's end, a goodbye or people.

Told of is a place from which no choice, however often, comes to an end: callers go round in it until they press a key that works
everywhere, or hang up. 0 and star are for emergencies; they are no way on.

Evidence (D): design of this service. That nobody is without a way to people at all is another rule.
"""

from collections.abc import Container, Iterator, Mapping

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.end import End
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return
from ivr.flow.question import Question
from ivr.lint.paths import leading_to
from ivr.lint.rule import Menus

ID = "dead-end"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield the first node of every part of the menus that cannot be left by choosing."""
    nodes = menus.draft.nodes
    chosen = {name: _by_choice(menus, name) for name in nodes}
    leaving = leading_to((name for name, node in nodes.items() if isinstance(node, End | Queue | Return)), chosen)
    told: set[str] = set()
    for name in nodes:
        if name in menus.reached and name not in leaving and name not in told:
            told |= _round(name, chosen, told)
            yield Found(node_route(name), f'no choice leads out of "{name}"', "Add an option that leads on.", True)


def _round(name: str, chosen: Mapping[str, tuple[str, ...]], told: Container[str]) -> set[str]:
    """Give the places a caller goes round in from here, but for those told of."""
    found, waiting = {name}, [name]
    while waiting:
        more = [each for each in chosen[waiting.pop()] if each not in found and each not in told]
        found.update(more)
        waiting += more
    return found


def _by_choice(menus: Menus, name: str) -> tuple[str, ...]:
    """Give where a node leads if the caller is understood."""
    node, targets = menus.draft.nodes[name], list(menus.arrows[name])
    if isinstance(node, Question) and node.give_up is not None and node.give_up.goto in targets:
        targets.remove(node.give_up.goto)
    return tuple(targets)
