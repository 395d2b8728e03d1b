"""What `set` fills is read.

A slot needs no declaration, so a misspelt one is another slot: `set: {categry: refund}` fills what no sentence, condition or action
reads, and the slot that was meant stays as it was. What is under `remember` in hotline.yaml is read by whoever takes the call.

Evidence (D): design of this service.
"""

from collections.abc import Iterator

from ivr.compiler.checks.slots import KNOWN, LEVELS
from ivr.compiler.problems import Found, Level, nearest
from ivr.lint.rule import Menus

ID = "unread-slot"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every slot that is set and read by nobody."""
    draft = menus.draft
    read = {*draft.hotline.remember, *KNOWN, *LEVELS, *(name for file in draft.files.values() for name in file.menu.takes)}
    read.update(use.hole.path[0] for use in draft.book.uses)
    read.update(test.path[0] for _, condition in draft.book.conditions for test in condition)
    for each in menus.slots.filled:
        if "set" in each.route and each.slot not in read:
            near = nearest(each.slot, read)
            fix = f'Did you mean "{near}"?' if near else "Delete it, or use it."
            yield Found(each.route, f'nothing reads "{each.slot}"', fix, True)
