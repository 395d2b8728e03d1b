"""Nobody listens long before all of a menu has been said.

Callers who know the way interrupt; who does not hears it all. How long words take is their characters by what the language's voice
says in a second (`per_second`).

Evidence (D): a house rule: no study with a number is known. The rate of speech is scaled from studies (A): English at 6.2 syllables
a second, Mandarin at 5.2, slower on a telephone.
Setting: the most seconds of one menu's words and options, in any language.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.nodes.menu import Menu
from ivr.lint.listening import longest
from ivr.lint.rule import Menus

ID = "long-listening"
LEVEL: Level = "warning"
SETTING = 20


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield every menu that takes longer."""
    for name, node in menus.draft.nodes.items():
        if not isinstance(node, Menu):
            continue
        lines = [option.line for option in node.options.values() if option.line is not None]
        parts = (*node.notice, *node.prompt, *lines)
        for language in menus.draft.hotline.languages:
            taken = longest(parts, language, menus.flow)
            if taken > setting:
                what = f"this menu takes {taken:.0f} seconds in {language}, and {setting} are allowed"
                yield Found(node_route(name), what, "Shorten its words, or put some options behind another.", on_key=True)
