"""What can be said can be keyed.

A word that works everywhere without a key is a short cut. Where it is the only way to a place, callers whom the recogniser does not
understand, who stand in the street or who cannot speak never get there. A goodbye is left out: to hang up takes no word.

Evidence (B): speech always has a way by keys (GetHuman).
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.compiler.source import Table
from ivr.flow.nodes.end import End
from ivr.lint.arrows import beginnings
from ivr.lint.paths import everywhere, reached_from
from ivr.lint.rule import Menus

ID = "speech-only"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every word that is the only way to where it leads."""
    draft = menus.draft
    keyed = reached_from(beginnings(draft), everywhere(draft, menus.arrows, words=False))
    ends = {name for name, node in draft.nodes.items() if isinstance(node, End)}
    universals = {"hotline": draft.hotline.words.values()} | {name: file.menu.universals for name, file in draft.files.items()}
    for name, words in universals.items():
        written = draft.sources[name].root.entries.get("words")
        for word in words:
            is_here = isinstance(written, Table) and word.name in written.entries
            if is_here and word.jump.goto is not None and word.jump.goto not in keyed | ends:
                what = f'only who says "{word.name}" gets to "{word.jump.goto}"'
                yield Found((name, "words", word.name), what, "Give it a key, or let an option lead there too.", True)
