"""Two options of one question lead to different things.

An option is copied and its target forgotten: the caller chooses one thing and gets the other, and what was meant is lost. Options that
lead the same way on purpose, because the choice itself is what is kept of them, say so in an ignore.

Evidence (D): our judgement.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.fields import Jump, Option
from ivr.lint.rule import Menus

ID = "same-way"
LEVEL: Level = "warning"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every option that does just what one before it does."""
    for name, node in menus.draft.nodes.items():
        first: list[tuple[Jump, Option]] = []
        for key, option in getattr(node, "options", {}).items():
            other = next((other for jump, other in first if jump == option.jump), None)
            if other is not None:
                what = f"key {key} leads where key {other.key} does"
                yield Found(node_route(name, "options", key), what, "Lead it to what its label says, or take it out.", True)
            first.append((option.jump, option))
