"""When a text is changed in one language, the others are looked at too.

`ivr lint --since OLD` compares the menus with a folder as it was before: a text that was changed in one language and stands as it
was in another may now say something else there. Marks and spaces do not count.

Evidence (D): our judgement.
"""

import re
from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus
from ivr.lint.texts import written

ID = "stale-translation"
LEVEL: Level = "warning"
SETTING = None

MARKS = re.compile(r"[\W_]+")


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every text left as it was beside one that was changed."""
    if menus.before is None:
        return
    before = {each.route: each.texts for each in written(menus.before)}
    for each in menus.texts:
        old = before.get(each.route, {})
        both = {language for language in each.texts if language in old}
        changed = {language for language in both if _sounds(each.texts[language]) != _sounds(old[language])}
        for language in sorted(both - changed) if changed else ():
            what = f"this is as it was, and {' and '.join(sorted(changed))} has changed"
            fix = "See whether it still says the same, and change it too."
            yield Found((*each.route, language), what, fix)


def _sounds(text: str) -> str:
    return MARKS.sub("", text).lower()
