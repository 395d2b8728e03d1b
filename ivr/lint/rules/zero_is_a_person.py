"""One key is a person, everywhere: 0.

Callers know it from elsewhere, and press it when nothing else helps. A menu file may lead it by another way of its own, but not away:
to people, a message or a callback, with one question before them at the most. Within a secret entry 0 is a digit like any other.

Setting: the key. Some countries use 9.

Evidence (B): 0 for a human everywhere (GetHuman); common usage of keys (ACIXD).
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus
from ivr.lint.universals import keys_written

ID = "zero-is-a-person"
LEVEL: Level = "error"
SETTING = "0"


def check(menus: Menus, setting: str) -> Iterator[Found]:
    """Yield the key where it leads elsewhere than to people, and its absence."""
    if setting not in menus.draft.hotline.keys:
        what = f"no key leads to a person everywhere: {setting} does nothing"
        yield Found(("hotline", "keys"), what, f'Add "{setting}" with a way to people.', True, level="warning")
    for route, jump in keys_written(menus.draft, setting):
        if jump.goto not in menus.near_people:
            what = f"{setting} is a person to every caller, and this leads elsewhere"
            yield Found(route, what, "Lead it to a queue, a message or a callback, with one question before it at the most.", True)
