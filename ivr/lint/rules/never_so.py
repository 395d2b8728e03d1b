"""A condition compares with a word that can be there.

What only menus fill holds one of the words they fill it with; so do the language, the pace and opening hours. `team is refnd` is never
so: what should follow it never does, and the call goes on by `else` as if nothing were wrong.

Evidence (D): our judgement.
"""

from collections.abc import Iterator, Mapping

from ivr.compiler.checks.slots import KNOWN, LEVELS, Slots
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found, Level, did_you_mean
from ivr.flow.state import PACES
from ivr.lint.rule import Menus

ID = "never-so"
LEVEL: Level = "error"
SETTING = None


def check(menus: Menus, _: None) -> Iterator[Found]:
    """Yield every word of a condition that its slot never holds."""
    words = _words(menus.draft)
    for route, condition in menus.draft.book.conditions:
        for test in condition:
            known = words.get("hours" if test.path[0] == "hours" else ".".join(test.path), frozenset())
            for value in test.values if known and test.operator in ("is", "is not") else ():
                if value not in known:
                    yield Found(route, f'"{".".join(test.path)}" is never "{value}"', did_you_mean(value, known), quoting=value)


def _words(draft: Draft) -> Mapping[str, frozenset[str]]:
    """Give all that a slot may hold, for each of which that is known."""
    constants: dict[str, set[str]] = {}
    open_ended = {*KNOWN, *LEVELS}
    for each in Slots(draft).filled:
        if each.constant is None:
            open_ended.add(each.slot)
        else:
            constants.setdefault(each.slot, set()).add(each.constant)
    told = {slot: frozenset(values) for slot, values in constants.items() if slot not in open_ended}
    own = {"language": draft.hotline.languages, "pace": PACES, "heard": ("yes", "no"), "hours": ("open", "closed")}
    return {**told, **{name: frozenset(values) for name, values in own.items()}, **dict.fromkeys(LEVELS, frozenset(("light", "strong")))}
