"""A key that works everywhere means the same everywhere.

Star goes back and pound repeats; a key of the hotline's own, such as one for emergencies, leads to the same place in every menu file,
though a file may say something on the way. A key that means one thing here and another there is pressed by mistake, and not trusted
any more.

Setting: what keys do by convention.

Evidence (B): star and pound with one meaning (ACIXD, citing Lewis 2011). ISO/IEC 13714 has a clause on their use, of which we have seen
the title alone.
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.problems import Found, Level
from ivr.flow.fields import Jump
from ivr.lint.paths import reached_from
from ivr.lint.rule import Menus
from ivr.lint.universals import own_keys

ID = "same-meaning"
LEVEL: Level = "error"
SETTING = {"*": "back", "#": "repeat"}


def check(menus: Menus, setting: Mapping[str, str]) -> Iterator[Found]:
    """Yield keys that do something else than they do by convention, or than they do elsewhere."""
    common = menus.draft.hotline.keys
    for key, does in setting.items():
        if key in common and common[key].jump.do != does:
            yield Found(("hotline", "keys", key), f'{key} means "{does}" to every caller', f'Write "do: {does}".', True)
    for name, file in menus.draft.files.items():
        own = own_keys(menus.draft, name)
        for each in file.menu.universals:
            if each.key in own and each.key in common and not _is_same(menus, each.jump, common[each.key].jump):
                what = f"{each.key} means something else here than in the rest of the hotline"
                yield Found((name, "keys", each.key), what, "Choose another key, or lead it on to the same place.", True)


def _is_same(menus: Menus, jump: Jump, common: Jump) -> bool:
    """Tell whether a call that goes on by itself comes to the same place, or both ways lead to people."""
    if jump.goto is None or common.goto is None:
        return jump.do == common.do
    if {jump.goto, common.goto} <= menus.near_people:
        return True
    return common.goto in reached_from([jump.goto], menus.quiet.plain)
