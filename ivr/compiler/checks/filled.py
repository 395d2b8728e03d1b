"""No caller reaches a placeholder or an argument that is still empty."""

from collections.abc import Iterator

from ivr.compiler.checks.actions import asked
from ivr.compiler.checks.reach import Facts, Path, Reach, seeds
from ivr.compiler.checks.said import is_entry, item_list
from ivr.compiler.checks.slots import PASSING, Slots
from ivr.compiler.checks.ways import ways
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found, Route
from ivr.compiler.shape import Use
from ivr.flow.fields import AGAIN

MOST_SHOWN = 5
"""Nodes named of a way."""


def check_filled(draft: Draft, slots: Slots) -> Iterator[Found]:
    """Yield placeholders and arguments that some way leaves empty; once for all languages."""
    reach = Reach(draft, slots)
    told: set[tuple[Route, Path]] = set()
    for use in draft.book.uses:
        place = (use.route[:-1], use.hole.path)
        if use.hole.optional or is_entry(use) or use.hole.path == ("today",) or place in told:
            continue
        found = list(_unfilled(draft, reach, use))
        if found:
            told.add(place)
        yield from found


def _unfilled(draft: Draft, reach: Reach, use: Use) -> Iterator[Found]:
    match use.route:
        case (menu, "nodes", node, *_):
            yield from _in_node(reach, f"{menu}.{node}", use)
        case ("hotline", "texts", text, *_):
            for name, each in draft.nodes.items():
                if getattr(each, "sms", None) == text:
                    yield from _in_text(reach, name, use, str(text))
        case _:
            what = f'"{".".join(use.hole.path)}" may not be filled yet when this is said: it is not part of any one menu'
            yield Found(use.route, what, f"Write {_optional(use)}, which may stay silent, or use a fact.", rule="unfilled")


def _in_node(reach: Reach, name: str, use: Use) -> Iterator[Found]:
    facts = _facts_for(reach, name, use)
    if facts is None or _has(facts, use.hole.path):
        return
    if (item_of := item_list(reach.draft, use.route)) is not None and reach.slots.look(use.hole.path, item_of) is not None:
        path = use.hole.path
        if path[0] in ("item", "n") or path[0] in reach.together.fields_of(item_of):
            return
    yield _empty(reach, name, use, use.route)


def _facts_for(reach: Reach, name: str, use: Use) -> Facts | None:
    node = reach.draft.nodes.get(name)
    facts = reach.inside(name) if node is not None else None
    if facts is None or node is None:
        return None
    here = reach.implied(use.when) or frozenset()
    match use.route[3:]:
        case ("again", *_):
            retries = [
                arrival.facts for way in ways(reach.draft, name, node) if way.jump.goto == AGAIN for arrival in reach.along(name, way)
            ]
            facts = frozenset.intersection(*retries) if retries else facts
        case ("set", *_):
            facts = reach.at[name]
        case ("cases", int() as place, *_):
            here |= reach.implied(getattr(node, "cases", ())[place].when) or frozenset()
    return _lasting(facts) | here


def _lasting(facts: Facts) -> Facts:
    return frozenset(path for path in facts if path[0] not in PASSING)


def _has(facts: Facts, path: Path) -> bool:
    return path in facts or (len(path) > 1 and path[1].isdecimal() and path[:1] in facts)


def _in_text(reach: Reach, name: str, use: Use, text: str) -> Iterator[Found]:
    facts = reach.inside(name)
    if facts is not None and not _has(_lasting(facts), use.hole.path):
        menu, _, node = name.partition(".")
        yield _empty(reach, name, use, (menu, "nodes", node, "sms"), text)


def _empty(reach: Reach, name: str, use: Use, route: Route, text: str = "") -> Found:
    slot = ".".join(use.hole.path)
    passing = ("it may be over when this is said", f'Say it under "when: {use.hole.path[0]} is known"')
    why, fix = passing if use.hole.path[0] in PASSING else _why(reach, name, use.hole.path)
    said = f'the text "{text}" says "{slot}", which may be empty here' if text else f'"{slot}" may be empty here'
    return Found(route, f"{said}: {why}", f"{fix}{_or_else(reach, name, use)}.", rule="unfilled", quoting=use.written)


def _or_else(reach: Reach, name: str, use: Use) -> str:
    """Suggest a question mark where it may stand."""
    if "set" in use.route:
        return f"; or write {_optional(use)}"
    if "with" not in use.route:
        return f"; or write {_optional(use)}, if it may stay silent"
    ask = asked(name, reach.draft.nodes[name])
    takes = reach.draft.actions[ask.name].takes if ask else {}
    return f"; or hand over {_optional(use)}" if f"{use.route[-1]}?" in takes else ""


def _optional(use: Use) -> str:
    kind = "" if use.hole.kind == "text" else f":{use.hole.kind}"
    return f"{{{'.'.join(use.hole.path)}?{kind}}}"


def _why(reach: Reach, name: str, path: Path) -> tuple[str, str]:
    """Name a shortest way on which it is empty, from where it could have been filled, and what to do."""
    through: dict[str, tuple[str, ...]] = {name: ()}
    fix = f'Fill it on that way, or ask "{path[0]} is known" before'
    for place in (waiting := [name]):
        for seed in seeds(reach.draft):
            if seed.node == place and not _has(reach.seeded(seed), path):
                return f"callers can come by {seed.how}{_through(through[place])} without it", fix
        before = [each for each in reach.arrivals.get(place, []) if not _has(each.facts, path)]
        if lost := next((each for each in before if path[0] in each.lost), None):
            why = f'another menu begins after "{lost.origin}", and "remember" in hotline.yaml does not list "{path[0]}"'
            return why, "List it there, or fill it again"
        for origin in dict.fromkeys(each.origin for each in before if each.origin not in through):
            through[origin] = (origin, *through[place])
            waiting.append(origin)
    return "callers can come here without it", fix


def _through(names: tuple[str, ...]) -> str:
    shown = names if len(names) <= MOST_SHOWN else [*names[:2], "...", *names[-2:]]
    return f" and through {', '.join(shown)}" if shown else ""
