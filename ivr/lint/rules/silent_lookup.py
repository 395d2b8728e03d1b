"""Something is said before the service asks another one.

An action outside may take three seconds. A caller who keys a number and then hears nothing takes the line for dead, keys again or
hangs up. An action has its `prompt` for that, or a `say` in front of it; a `check` of a number has neither and is left out.

Evidence (B): Avaya: never silent for long, and fill in every 7 to 10 s; ivrsworld: three seconds.
"""

from collections.abc import Iterable, Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.graph import jumps
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode
from ivr.lint.rule import Menus

ID = "silent-lookup"
LEVEL: Level = "warning"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every action outside before which nothing is said."""
    silent = {name: node.action for name, node in menus.draft.nodes.items() if isinstance(node, Action) and _is_silent(menus, node)}
    if not silent:
        return
    after_words = _after_words(menus.draft.nodes.values(), frozenset(silent))
    for name, action in silent.items():
        if name not in after_words:
            what = f'nothing is said before "{action}" is asked, which may take seconds'
            fix = 'Add "prompt: ..." to it, such as "One moment while I check."'
            yield Found(node_route(name, "action"), what, fix)


def _is_silent(menus: Menus, node: Action) -> bool:
    declared = menus.draft.actions.get(node.action)
    return declared is not None and declared.where == "outside" and not node.prompt


def _after_words(nodes: Iterable[AnyNode], silent: frozenset[str]) -> set[str]:
    """Give those that only a `say` with words leads to."""
    led_to: set[str] = set()
    quiet: set[str] = set()
    for node in nodes:
        targets = {jump.goto for jump in jumps(node) if jump.goto is not None} & silent
        led_to |= targets
        if not (isinstance(node, Say) and node.prompt):
            quiet |= targets
    return led_to - quiet
