"""A condition compares with a word that can be there.

What only menus fill holds one of the words they fill it with; so do the language, the pace and opening hours, and what actions tell in
words that are few and known (`payment.reason is limt`). `team is refnd` is never
so: what should follow it never does, and the call goes on by `else` as if nothing were wrong.

Evidence (D): our judgement.
"""

from collections.abc import Iterable, Iterator, Mapping

from ivr.compiler.checks.slots import KNOWN, LEVELS, Filled
from ivr.compiler.problems import Found, Level, did_you_mean
from ivr.flow.state import PACES
from ivr.lint.rule import Menus

ID = "never-so"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every word of a condition that its slot never holds."""
    words = _words(menus)
    for route, condition in menus.draft.book.conditions:
        for test in condition:
            known = words.get("hours" if test.path[0] == "hours" else ".".join(test.path), _told(menus, test.path))
            for value in test.values if known and test.operator in ("is", "is not") else ():
                if value not in known:
                    yield Found(route, f'"{".".join(test.path)}" is never "{value}"', did_you_mean(value, known), quoting=value)


def _words(menus: Menus) -> Mapping[str, frozenset[str]]:
    """Give all that a slot may hold, for each of which that is known."""
    own = {"language": menus.draft.hotline.languages, "pace": PACES, "heard": ("yes", "no"), "hours": ("open", "closed")}
    known = {name: frozenset(values) for name, values in {**own, **dict.fromkeys(LEVELS, ("light", "strong"))}.items()}
    filled: dict[str, list[Filled]] = {}
    for each in menus.slots.filled:
        filled.setdefault(each.slot, []).append(each)
    waiting = [slot for slot in filled if slot not in KNOWN and slot not in known]
    while told := {slot: words for slot in waiting if (words := _filled_with(filled[slot], known)) is not None}:
        known |= told
        waiting = [slot for slot in waiting if slot not in told]
    return known


def _told(menus: Menus, path: tuple[str, ...]) -> frozenset[str]:
    """Give the words of a field that actions fill; none when some of them are not known."""
    return (_field_of(menus, *path, frozenset()) if len(path) == 2 else None) or frozenset()


def _field_of(menus: Menus, slot: str, name: str, passed: frozenset[str]) -> frozenset[str] | None:
    """Give the words of a field of a slot; None when some are not known."""
    if slot in passed:
        return frozenset()
    words = frozenset[str]()
    for each in menus.slots.filled:
        if each.slot != slot or each.constant is not None:
            continue
        more = _words_from(menus, each, name, passed | {slot})
        if more is None:
            return None
        words |= more
    return words


def _words_from(menus: Menus, each: Filled, name: str, passed: frozenset[str]) -> frozenset[str] | None:
    """Give the words of a field that a slot has from one place; None when they are not known."""
    declared = menus.draft.actions.get(each.action)
    if declared is not None and name in declared.words:
        return frozenset(declared.words[name])
    if declared is not None:
        return None if name in declared.data else frozenset()
    if each.copied == ("item",):
        source = each.item_of
    else:
        source = each.copied[0] if len(each.copied) == 1 else None
    return None if source is None else _field_of(menus, source, name, passed)


def _filled_with(places: Iterable[Filled], known: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    """Give the words that a slot is filled with; None as long as some of them are not known."""
    words = frozenset[str]()
    for each in places:
        more = frozenset({each.constant}) if each.constant is not None else known.get(".".join(each.copied))
        if more is None:
            return None
        words |= more
    return words
