"""Somebody comes after two errors, or three at most.

Errors are counted over the task, whether the caller was silent, pressed a wrong key or was not understood. Who has failed three times
fails a fourth time.

Setting: the most errors.

Evidence (B): to an attendant after two or three errors (Avaya); two of any kind, and the count does not begin anew (vuidesign).
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.lint.rule import Menus

ID = "attempts"
LEVEL: Level = "warning"
SETTING = 3


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield every place that allows more errors."""
    for route, attempts in _attempts(menus):
        if attempts > setting:
            yield Found(route, f"callers fail {attempts} times before somebody comes; {setting} is the most", "Write a smaller number.")


def _attempts(menus: Menus) -> Iterator[tuple[Route, int]]:
    default = menus.draft.hotline.defaults.attempts
    yield ("hotline", "defaults", "attempts"), default
    for name, file in menus.draft.files.items():
        if file.menu.attempts != default:
            yield (name, "attempts"), file.menu.attempts
    for name, node in menus.draft.nodes.items():
        if (own := getattr(node, "attempts", None)) is not None:
            yield node_route(name, "attempts"), own
