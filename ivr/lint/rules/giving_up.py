"""Who is not understood comes to a person, a callback or a message; the call does not just end.

The last error of a question leads where `give_up` says: of the question, of its menu file, or of the hotline. A caller who errs again
and again needs help more than others. Where nothing is left to be done, after a goodbye or a survey, an ignore says so.

Evidence (B): to an attendant after two or three errors (Avaya); options on failure by whether the centre is open (ACIXD); nobody is
disconnected (GetHuman). Some platforms disconnect by default: not to be copied.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.flow.fields import Jump
from ivr.flow.question import Question
from ivr.lint.rule import Menus

ID = "giving-up"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every `give_up` that only ends the call."""
    for route, jump in _given_up(menus):
        if jump.goto is not None and jump.goto not in menus.going_on:
            what = "whoever is not understood here is only sent away"
            yield Found(route, what, "Lead to a person, a callback or a message.")


def _given_up(menus: Menus) -> Iterator[tuple[Route, Jump]]:
    draft = menus.draft
    yield ("hotline", "defaults", "give_up"), draft.hotline.defaults.give_up
    for name, file in draft.files.items():
        if file.menu.give_up is not None:
            yield (name, "give_up"), file.menu.give_up
    for name, node in draft.nodes.items():
        if isinstance(node, Question) and node.give_up is not None:
            yield node_route(name, "give_up"), node.give_up
