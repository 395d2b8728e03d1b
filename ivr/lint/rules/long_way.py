"""A person, a callback or a message is soon come to.

Counted is the quickest way from the beginning of a call, by keys: what is always said on it, options as far as the line of the key, and a
second a press; what is said on a condition only is not counted, so it takes at least so long. What a call really takes, also to every other
ending, `ivr prove` and `ivr graph` tell.

Evidence (B): a person is to be had from everywhere (ACIXD, GetHuman). That it take a minute at most is our judgement (D): no good study was
found.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from math import ceil

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.question import AnyNode, Question
from ivr.flow.words import Part
from ivr.lint.listening import seconds
from ivr.lint.rule import Menus
from ivr.proof.cost import CALLBACK, PERSON, PRESS_SECONDS, landmark

ID = "long-way"
LEVEL: Level = "warning"
SETTING = 60
ENDINGS = {PERSON: "a person", CALLBACK: "a callback", "voicemail": "a message"}


def check(menus: Menus, setting: int) -> Iterator[Found]:
    """Yield each of these endings that is further away, in each language, at the node that is come to first."""
    there = {landmark(node) for node in menus.draft.nodes.values()} & set(ENDINGS)
    for language in menus.draft.hotline.languages:
        ahead = set(there)
        for name, taken in _quickest(menus, language) if ahead else ():
            ending = landmark(menus.draft.nodes[name])
            if ending in ahead and taken > setting:
                what = f"{ENDINGS[ending]} is at least {ceil(taken)} seconds away in {language}, and {setting} are allowed"
                yield Found(node_route(name), what, "Offer it earlier, or say less on the way.", True)
            ahead.discard(ending)
            if not ahead:
                break


def _quickest(menus: Menus, language: str) -> Iterator[tuple[str, float]]:
    """Yield every node with the least seconds until a call comes to it, the nearest first."""
    waiting: list[tuple[float, str]] = [(0.0, menus.draft.hotline.start)]
    done: set[str] = set()
    while waiting:
        taken, name = heappop(waiting)
        if name in done or name not in menus.draft.nodes:
            continue
        done.add(name)
        yield name, taken
        for target, more in _steps(menus, name, language):
            heappush(waiting, (taken + more, target))


def _steps(menus: Menus, name: str, language: str) -> Iterator[tuple[str, float]]:
    """Yield where a node leads, and what is heard and pressed before."""
    node = menus.draft.nodes[name]
    said = _said((*getattr(node, "notice", ()), *getattr(node, "prompt", ())), language, menus)
    lines = said
    chosen = set[str]()
    for option in getattr(node, "options", {}).values():
        lines += _said((option.line,) if option.line is not None else (), language, menus)
        if option.jump.goto is not None:
            chosen.add(option.jump.goto)
            yield option.jump.goto, lines + PRESS_SECONDS
    yield from ((target, said) for target in menus.arrows[name] if target not in chosen)
    if isinstance(node, Question):
        yield from _everywhere(menus, node, said)


def _everywhere(menus: Menus, node: AnyNode, said: float) -> Iterator[tuple[str, float]]:
    for each in menus.draft.menu_of(node.name).universals:
        if each.key is not None and each.jump.goto is not None:
            yield each.jump.goto, said + PRESS_SECONDS


def _said(parts: tuple[Part, ...], language: str, menus: Menus) -> float:
    return sum(seconds((part.texts[language],), menus.flow) for part in parts if not part.when and language in part.texts)
