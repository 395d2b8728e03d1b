"""No caller reaches a placeholder or an argument that is still empty."""

from collections.abc import Iterator

from ivr.compiler.checks.reach import Facts, Path, Reach, seeds
from ivr.compiler.checks.said import is_entry, item_list
from ivr.compiler.checks.slots import Slots
from ivr.compiler.checks.ways import ways
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Found, Route
from ivr.compiler.shape import Use
from ivr.flow.fields import AGAIN


def check_filled(draft: Draft, slots: Slots) -> Iterator[Found]:
    """Yield placeholders and arguments that some way leaves empty."""
    reach = Reach(draft, slots)
    for use in draft.book.uses:
        if not use.hole.optional and not is_entry(use) and use.hole.path != ("today",):
            yield from _unfilled(draft, reach, use)


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
        if path[0] in ("item", "n") or path[0] in reach.fields_of(item_of):
            return
    yield _empty(reach, name, use, use.route)


def _facts_for(reach: Reach, name: str, use: Use) -> Facts | None:
    node = reach.draft.nodes.get(name)
    facts = reach.inside(name) if node is not None else None
    if facts is None or node is None:
        return None
    match use.route[3:]:
        case ("again", *_):
            retries = [
                arrival.facts for way in ways(reach.draft, name, node) if way.jump.goto == AGAIN for arrival in reach.along(name, way)
            ]
            facts = frozenset.intersection(*retries) if retries else facts
        case ("set", *_):
            facts = reach.at[name]
        case ("cases", int() as place, *_):
            implied = reach.implied(getattr(node, "cases", ())[place].when)
            facts |= implied or frozenset()
    return facts | (reach.implied(use.when) or frozenset())


def _has(facts: Facts, path: Path) -> bool:
    return path in facts or (len(path) > 1 and path[1].isdecimal() and path[:1] in facts)


def _in_text(reach: Reach, name: str, use: Use, text: str) -> Iterator[Found]:
    facts = reach.inside(name)
    if facts is not None and not _has(facts, use.hole.path):
        menu, _, node = name.partition(".")
        yield _empty(reach, name, use, (menu, "nodes", node, "sms"), f' for the text "{text}"')


def _empty(reach: Reach, name: str, use: Use, route: Route, where: str = "") -> Found:
    path = use.hole.path
    what = f'"{".".join(path)}" may be empty here{where}: {_why(reach, name, path)}'
    root = path[0]
    fix = f'Fill it on that way, or ask "{root} is known" before'
    fix += (
        f"; or write {_optional(use)}, if it may stay silent."
        if not {"with", "set"} & set(use.route)
        else f"; or hand over {_optional(use)}."
    )
    return Found(route, what, fix, rule="unfilled")


def _optional(use: Use) -> str:
    kind = "" if use.hole.kind == "text" else f":{use.hole.kind}"
    return f"{{{'.'.join(use.hole.path)}?{kind}}}"


def _why(reach: Reach, name: str, path: Path) -> str:
    """Name one way on which it is empty, from where it could have been filled."""
    way, place = [name.partition(".")[2]], name
    seen = {name}
    while True:
        for seed in seeds(reach.draft):
            if seed.node == place and not _has(reach.seeded(seed), path):
                return f"nothing fills it on the way {_way((seed.how, *way))}"
        before = [each for each in reach.arrivals.get(place, []) if not _has(each.facts, path)]
        if lost := next((each for each in before if path[0] in each.lost), None):
            return f'it is forgotten after "{lost.origin}", because "remember" in hotline.yaml does not list "{path[0]}"'
        place = next((each.origin for each in before if each.origin not in seen), "")
        if not place:
            return f"nothing fills it on the way {_way(tuple(way))}"
        seen.add(place)
        way.insert(0, place)


def _way(names: tuple[str, ...]) -> str:
    return " > ".join(names if len(names) <= 5 else (*names[:2], "...", *names[-2:]))
