"""The first choice comes soon.

Counted are the seconds from the beginning of the call to the first key that is named, along the longest way that a call can go by
itself. What is said on a condition only, such as the news of an incident, is not counted.

Evidence (B): welcome and first question only (ACIXD), a tagline of five to ten words at most. That it be eight seconds, and fifteen an
error, is our judgement (D): no good study was found.
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, Level
from ivr.flow.graph import Flow
from ivr.flow.question import AnyNode
from ivr.lint.listening import seconds, until_key
from ivr.lint.opening import asks
from ivr.lint.rule import Menus

ID = "slow-opening"
LEVEL: Level = "warning"
SETTING = {"warning": 8, "error": 15}


def check(menus: Menus, setting: Mapping[str, int]) -> Iterator[Found]:
    """Yield every place where a first key is named late, in each language."""
    for language in menus.draft.hotline.languages:
        for name, late in _first_keys(menus, language).items():
            level: Level | None = "error" if late > setting["error"] else "warning" if late > setting["warning"] else None
            if level is not None:
                what = f"the first key is named {late:.0f} seconds into the call in {language}, and {setting[level]} are allowed"
                yield Found(node_route(name), what, "Say less before it.", True, level=level)


def _first_keys(menus: Menus, language: str) -> Mapping[str, float]:
    """Give the nodes at which a call may have its first choice, and the most seconds until then."""
    found: dict[str, float] = {}
    taken: dict[str, float] = {menus.draft.hotline.start: 0.0}
    for name in (each for each in menus.opening if each in taken):
        node = menus.draft.nodes[name]
        said, is_choice = _until_choice(node, language, menus.flow)
        if is_choice:
            found[name] = taken[name] + said
            continue
        for target in menus.quiet.plain[name]:
            taken[target] = max(taken.get(target, 0.0), taken[name] + said)
    return found


def _until_choice(node: AnyNode, language: str, flow: Flow) -> tuple[float, bool]:
    """Give the seconds until a node names a key or asks, and whether it does; what is said on a condition takes no time."""
    total = 0.0
    for part in (*getattr(node, "notice", ()), *getattr(node, "prompt", ())):
        text = part.texts.get(language)
        if text is not None and (before := until_key(text, flow)) is not None:
            return total + before, True
        if text is not None and not part.when:
            total += seconds((text,), flow)
    return total, asks(node)
