"""What cannot be interrupted is short and asks nothing.

A `notice` is said to its end whatever the caller presses, and keys pressed in it are lost. That is right for what the law wants
heard and for what has just been done; a menu in it takes the keys away from those who know the way.

Evidence (B): GetHuman: callers may always interrupt. The seconds are D, our judgement.
Setting: the most seconds a notice takes, in any language.
"""

from collections.abc import Iterator

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.question import Question
from ivr.lint.listening import seconds, until_key
from ivr.lint.rule import Menus

ID = "no-barge-in"
LEVEL: Level = "warning"
SETTING = 8


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield every notice that is long or names a key."""
    for name, node in menus.draft.nodes.items():
        if not isinstance(node, Question) or not node.notice:
            continue
        route = node_route(name, "notice")
        for language in menus.draft.hotline.languages:
            texts = [part.texts[language] for part in node.notice if language in part.texts]
            if any(until_key(text, menus.flow) is not None for text in texts):
                what = f"this notice names a key in {language}, and keys pressed in it are lost"
                yield Found(route, what, 'Say that in "prompt".', on_key=True)
            taken = seconds(texts, menus.flow)
            if taken > setting:
                what = f"this notice takes {taken:.0f} seconds in {language}, and nobody can interrupt it; {setting} are allowed"
                yield Found(route, what, 'Shorten it, or say the rest in "prompt".', on_key=True)
