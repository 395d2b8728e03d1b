"""The options of a menu neither look nor sound alike.

Whoever hears two labels that are nearly the same takes the first that could be meant, and a recogniser does the same with what is
said. Compared are the words of a label without their lead ("for", "to", "if your"), in any order; in Mandarin their syllables, whatever
the tone and whether the tongue is rolled or not: 保修 and 报修 are one sound. Set is the likeness, out of 100, above which two labels
are too alike.

Evidence (B): the most important rule of a menu, before their number (ACIXD). That it be eighty is our judgement (D).
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level, Route
from ivr.flow.fields import Option
from ivr.flow.words import plain
from ivr.lint.rule import Menus
from ivr.speech import normalise

ID = "alike-labels"
LEVEL: Level = "warning"
SETTING = 80

LEAD = re.compile(r"^(?:for|to|if|about|on) (?:(?:an?|the|your|youre|you|its) )?")
ROLLED = re.compile(r"(?<=[zcs])h|(?<=[aei]n)g$")


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield every option whose label is like that of an option before it."""
    for name, node in menus.draft.nodes.items():
        yield from _alike(menus, getattr(node, "options", {}).values(), node_route(name, "options"), setting)
    for name, options in menus.draft.hotline.endings.items():
        yield from _alike(menus, options, ("hotline", "endings", name), setting)


def _alike(menus: Menus, options: Iterable[Option], route: Route, setting: int) -> Iterator[Found]:
    for language, voice in menus.draft.hotline.languages.items():
        before: list[tuple[str, Sequence[Hashable]]] = []
        for option in options:
            label = option.label.texts.get(language) if option.label is not None else None
            if label is None or label.holes:
                continue
            sound = _sound(plain(label, ()), voice.spoken)
            key, likeness = max(((key, fuzz.ratio(sound, other)) for key, other in before), key=lambda each: each[1], default=("", 0))
            if likeness > setting:
                what = f"this sounds much like option {key} in {language}"
                yield Found((*route, option.key, "label", language), what, "Choose words that tell them apart.")
            before.append((option.key, sound))


@lru_cache(maxsize=100_000)
def _sound(label: str, spoken: str) -> Sequence[Hashable]:
    text = normalise(label, spoken)
    if spoken == "mandarin":
        return tuple(ROLLED.sub("", anyascii(letter).lower()) for letter in text)
    return " ".join(sorted(LEAD.sub("", text).split()))
