"""A text names the same values in every language.

What one language leaves out its callers do not hear: a reference number, a date until when, a hotline to ring. Most often a
placeholder was added to one language and forgotten in the other. How a value is said may differ.

Evidence (D): our judgement.
"""

from collections.abc import Iterator

from ivr.compiler.problems import Found, Level
from ivr.lint.rule import Menus
from ivr.lint.texts import HOLE

ID = "slots-differ"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every language whose text lacks a value that another has."""
    for each in menus.texts:
        named = {language: _named(text) for language, text in each.texts.items()}
        every = frozenset[str]().union(*named.values())
        for language, names in named.items():
            for name in sorted(every - names):
                other = next(code for code, others in named.items() if name in others)
                what = f"{{{name}}} is said in {other} and not in {language}"
                yield Found((*each.route, language), what, f"Say {{{name}}} here too, or leave it out in {other}.")


def _named(text: str) -> frozenset[str]:
    return frozenset(hole[1:-1].partition(":")[0].strip().removesuffix("?") for hole in HOLE.findall(text))
