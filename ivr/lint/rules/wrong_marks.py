"""Chinese texts have Chinese marks, other texts have their own; nothing is written twice or in full-width letters.

A voice pauses at marks: at a half-width comma between Chinese characters it does not, or not as long, and a full-width comma in an
English sentence may be read out. Mended by `--fix`: the mark that belongs there is certain.

Evidence (D): our judgement.
"""

import re
from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus
from ivr.lint.texts import without_holes

ID = "wrong-marks"
LEVEL: Level = "warning"
SETTING = None

HAN = "\u4e00-\u9fff"
TO_WIDE = {",": "，", ";": "；", "?": "？", "!": "！", ":": "：", ".": "。"}
TO_NARROW = {"，": ", ", "。": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "、": ", "}
NARROW = re.compile(rf"[{HAN}\0]([,;?!])(?=[{HAN}\0])|[{HAN}]([.:])(?=[{HAN}]|$)")
WIDE = re.compile(r"(?<=[A-Za-z0-9\0'])([，。；：？！、])\s*(?=([A-Za-z0-9\0'])|$)")
WIDE_LETTER = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
TWICE = re.compile(r"([，。；：、])\1+|(?<![,;:])([,;:])\2+")


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every mark that is certainly a slip."""
    for each in menus.texts:
        for language, text in each.texts.items():
            manner = menus.draft.hotline.languages[language].spoken
            for start, end, right in _slips(without_holes(text), manner):
                before, after = _around(text, start, end)
                what = f'"{text[start:end]}" does not belong in the text for {language}'
                fix = f'Write "{right.strip() or right}".'
                quoting, edit = before + text[start:end] + after, before + right + after
                yield Found((*each.route, language), what, fix, quoting=quoting, edit=edit)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Give as much of what stands before and after as tells this place from an earlier one."""
    around = next(n for n in range(len(text)) if text.find(text[max(0, start - n) : end + n]) == max(0, start - n))
    return text[max(0, start - around) : start], text[end : end + around]


def _slips(text: str, manner: str) -> Iterator[tuple[int, int, str]]:
    """Give from where to where each slip goes, and what belongs there."""
    for found in WIDE_LETTER.finditer(text):
        yield *found.span(), found[0].translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)})
    for found in TWICE.finditer(text):
        yield *found.span(), found[0][0]
    if manner == "mandarin":
        for found in NARROW.finditer(text):
            place = found.end() - 1
            yield place, place + 1, TO_WIDE[found[1] or found[2]]
    else:
        for found in WIDE.finditer(text):
            right = TO_NARROW[found[1]]
            yield *found.span(), right if found[2] else right.strip()
