"""A text message takes few segments.

A carrier sends a long text in segments, each as dear as a short text, and one that is lost on the way leaves the whole unread. English
has 160 characters alone and 153 in each of several; one letter outside its small alphabet, a Chinese one or a curly quote, leaves 70
and 67. Placeholders are counted with usual values.

Evidence (B): what the carrier's pages say of segments and their price.
Setting: the most segments of one text, in any language.
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.listening import typical
from ivr.lint.rule import Menus
from ivr.lint.segments import segments

ID = "long-text"
LEVEL: Level = "warning"
SETTING = 3


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield every text that takes more."""
    for name, part in menus.flow.texts.items():
        for language, text in part.texts.items():
            count = segments(typical(text, menus.flow))
            if count > setting:
                what = f"this text takes {count} segments in {language}, and {setting} are allowed"
                yield Found(("hotline", "texts", name, language), what, "Shorten its words, or leave out letters that are not plain.")
