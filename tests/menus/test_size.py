"""Menus stay small: five options at most; no answer, nor the first question of a form, is more than three choices away (R20)."""

from ivr.flow.graph import jumps
from ivr.flow.nodes import NODES
from ivr.flow.task import file_of, files_of_people

MOST_OPTIONS, DEEPEST = 5, 3
MAIN = "welcome.main"
SILENT = (NODES["choose"], NODES["action"], NODES["call"])
"""Kinds a caller hears nothing of; menus ask, and all others tell something or begin a form."""

SIX_OPTIONS = {"agent.ask"}
"""A ruling: whoever is on the way to people may skip the question, with a key of its own beside the five subjects."""


def leads_on(flow, name) -> bool:
    """Say whether a caller is there still on the way to an answer, a form or people."""
    is_form = flow.menu_of(name).draft is not None
    is_answer = not flow.nodes[name].is_menu and not isinstance(flow.nodes[name], SILENT)
    return not (is_form or is_answer or file_of(name) in files_of_people(flow))


def ways(flow) -> dict[str, tuple[str, ...]]:
    """Give the menus that choices alone lead to from the main menu, each with the choices before it and its own."""
    found: dict[str, tuple[str, ...]] = {MAIN: ()}
    ahead = [MAIN]
    for name in ahead:
        node = flow.nodes[name]
        found[name] = (*found[name], name) if node.is_menu else found[name]
        for target in (jump.goto for jump in jumps(node.options if node.is_menu else node)):
            if target in flow.nodes and target not in found and leads_on(flow, target):
                found[target] = found[name]
                ahead.append(target)
    return {name: way for name, way in found.items() if flow.nodes[name].is_menu}


def test_no_menu_has_more_than_five_options(flow):
    menus = {name: len(node.options) for name, node in flow.nodes.items() if node.is_menu}
    endings = {name: len(options) for name, options in flow.endings.items()}
    assert {name for name, options in {**menus, **endings}.items() if options > MOST_OPTIONS} == SIX_OPTIONS


def test_no_answer_lies_deeper_than_three_choices(flow):
    found = ways(flow)
    assert len(found) > len(flow.nodes[MAIN].options)
    assert {name: way for name, way in found.items() if len(way) > DEEPEST} == {}
