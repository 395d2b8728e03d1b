"""A text is in the language it is written under.

The same words under two languages, Chinese characters in an English text, or a Mandarin text without any: a voice reads what it
cannot pronounce, or a caller hears a language they did not choose. What a language borrows on purpose stands with `in:`.

Evidence (D): our judgement.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus
from ivr.lint.texts import without_holes

ID = "untranslated"
LEVEL: Level = "error"
SETTING = None

HAN = re.compile("[\u4e00-\u9fff]+")
WORD = re.compile("[A-Za-z]{2,}")


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every text that is not in its language; of those that are the same in two the second."""
    for each in menus.texts:
        first: dict[str, str] = {}
        for language, written in each.texts.items():
            found = _foreign(written, menus.draft.hotline.languages[language].spoken)
            if found is not None:
                yield replace(found, route=(*each.route, language))
                break
            if written in first and WORD.search(without_holes(written)):
                yield Found((*each.route, language), f"this is the same text as for {first[written]}", "Translate one of the two.")
            first.setdefault(written, language)


def _foreign(written: str, manner: str) -> Found | None:
    """Find what is of another language than it should be."""
    text = without_holes(written)
    han = HAN.search(text)
    if manner == "english" and han:
        return Found((), f'"{han[0]}" stands in an English text', "Write it in English.", quoting=han[0])
    if manner == "mandarin" and not han and WORD.search(text):
        return Found((), "this Mandarin text has no Chinese character in it", "Translate it.")
    return None
