"""Nothing of an account is asked of the wallet, and nothing changed in it, before its owner is known: on no way through the menus.

Ways are followed on the arrows of the menus, whatever conditions stand on them, by a caller who never gets further than a level.
"""

from collections.abc import Iterator

import pytest

from ivr.flow.graph import Flow, Node, jumps
from ivr.flow.scene import LEVELS

CHECK = "identity.match_id"
"""Asks about an account in order to know who calls."""
GRAVE = {"account.unlock_login", "account.request_unblock", "account.unfreeze", "refunds.request"}
"""What wants a code besides."""


def ways_on(flow: Flow, node: Node, level: str | None) -> Iterator[str]:
    """Give where a caller who is known so far may come from a node."""
    menu = flow.menu_of(node.name)
    if node.requires is not None and LEVELS[node.requires.level] > LEVELS[level]:
        yield from (node.requires.otherwise.goto or "", flow.identity or "")
        return
    if called := getattr(node, "flow", None):
        yield called
    ending = flow.endings.get(getattr(node, "ending", None) or "", ())
    for jump in (*jumps(node), *jumps(menu.universals), *jumps(ending), *jumps(menu.give_up), flow.give_up):
        if LEVELS[jump.set.get("identity")] <= LEVELS[level]:
            yield jump.goto or ""


def asked_by(flow: Flow, level: str | None) -> set[str]:
    """Give every action that a caller may have asked who never gets further than that level."""
    found, waiting = set[str](), [flow.start, *(jump.goto or "" for jump in flow.numbers.values())]
    while waiting:
        name = waiting.pop()
        if name in flow.nodes and name not in found:
            found.add(name)
            waiting += ways_on(flow, flow.nodes[name], level)
    gated = (flow.nodes[name] for name in found)
    reached = [node for node in gated if node.requires is None or LEVELS[node.requires.level] <= LEVELS[level]]
    return {action for node in reached for each in (node, getattr(node, "check", None)) if (action := getattr(each, "action", None))}


@pytest.fixture(scope="module")
def private(flow: Flow) -> set[str]:
    """What is asked of the wallet about an account."""
    return {name for name, action in flow.actions.items() if action.where == "outside" and "account" in action.takes} - {CHECK}


def test_nothing_of_an_account_is_asked_before_its_owner_is_known(flow: Flow, private: set[str]) -> None:
    assert CHECK in asked_by(flow, None)
    assert asked_by(flow, None) & private == set()
    assert asked_by(flow, "light") & private >= {"account.balance", "account.freeze"}


def test_what_is_grave_wants_a_code_besides(flow: Flow) -> None:
    assert asked_by(flow, "light") & GRAVE == set()
    assert asked_by(flow, "strong") & GRAVE >= {"account.unlock_login", "refunds.request"}
