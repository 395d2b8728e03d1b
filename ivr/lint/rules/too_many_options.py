"""A question offers no more than a caller can keep in mind.

From more than `info` options on, a remark; from more than `warning` on, a warning. Shorten a menu only where its parts have clear names:
a menu cut in two costs every caller a turn.

Evidence (A, conflicting): broad menus beat deep ones in time (Virzi and Huitema 1997), and eleven options in one menu beat four groups
most of all for callers with little working memory (Commarford and others 2008). Yet two thirds preferred four to eight options (Boren
and others 1997), an equipment maker's guide says four to five (Avaya), and recall falls from five on when more is said after them.
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.lint.rule import Menus

ID = "too-many-options"
LEVEL: Level = "warning"
SETTING = {"info": 6, "warning": 9}
FIX = "Leave out or join some, or lead to a second menu by a clear name."


def check(menus: Menus, setting: Mapping[str, int]) -> Iterator[Found]:
    """Yield questions and endings with more options than are set."""
    counts = {node_route(name, "options"): len(getattr(node, "options", ())) for name, node in menus.draft.nodes.items()}
    counts |= {("hotline", "endings", name): len(options) for name, options in menus.draft.hotline.endings.items()}
    for route, count in counts.items():
        yield from _too_many(route, count, setting)


def _too_many(route: Route, count: int, setting: Mapping[str, int]) -> Iterator[Found]:
    level: Level | None = "warning" if count > setting["warning"] else "info" if count > setting["info"] else None
    if level is not None:
        yield Found(route, f"a caller has to remember {count} options, and {setting[level]} is the most", FIX, True, level=level)
