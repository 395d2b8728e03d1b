"""No option is called "more options": say what is behind it, or "something else".

An option that only promises more makes callers go and look, and go round: they cannot tell whether what they want is there.
"For anything else" tells those who have found nothing that this is theirs.

Evidence (B): Hunter 2009 as told by ACIXD: "more options" triggers surfing.
Setting: the labels that say nothing, as part of a label.
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus

ID = "more-options"
LEVEL: Level = "warning"
SETTING = ("more options", "more choices", "other options", "further options", "更多选项", "更多选择", "更多服务", "更多业务", "其他选项")


def check(menus: Menus, setting: tuple[str, ...]) -> Iterator[Found]:
    """Yield every label that says only that there is more."""
    for each in menus.texts:
        if each.route[-1] != "label":
            continue
        for language, text in each.texts.items():
            empty = next((words for words in setting if words in text.lower()), None)
            if empty is not None:
                start = text.lower().index(empty)
                what = f'"{empty}" does not say what is behind this key'
                fix = 'Name what is there, or say "anything else".'
                yield Found((*each.route, language), what, fix, quoting=text[start : start + len(empty)])
