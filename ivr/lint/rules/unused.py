"""What is written is used.

A text message that no node sends, a queue nobody joins or a fact that is never said looks alive to whoever edits the menus: it is kept
up to date, translated and checked, and no caller is any the wiser. Fragments are left out, because values name them too.

Evidence (D): design of this service.
"""

import re
from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.flow.numbers import OURS
from ivr.lint.rule import Menus

ID = "unused"
LEVEL: Level = "warning"
SETTING = None
KINDS = {"texts": "text", "endings": "ending", "queues": "queue", "hours": "hours", "answers": "answer"}
"""What a table of hotline.yaml holds, as its names are mentioned."""
COMMON_ANSWERS = ("yes", "no", "none")
"""Which the service itself asks for."""
NAMED = re.compile(r"\{\s*([a-z_][a-z0-9_]*)")


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield what nothing mentions."""
    hotline = menus.draft.hotline
    mentioned = {(mention.kind, mention.name) for mention in menus.draft.book.mentions}
    mentioned |= {("answer", name) for name in COMMON_ANSWERS}
    for table, kind in KINDS.items():
        for name in getattr(hotline, table):
            if (kind, name) not in mentioned:
                yield Found(("hotline", table, name), f'nothing uses "{name}"', "Delete it, or use it.", True)
    said = {name for text in menus.texts for each in text.texts.values() for name in NAMED.findall(each)}
    for name in hotline.facts:
        if name not in said and name not in OURS:
            yield Found(("hotline", "facts", name), f'no text says "{name}"', f"Delete it, or write {{{name}}} where it belongs.", True)
