"""Actions are used as they are declared: every argument, and every outcome with a way to go on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Route, did_you_mean, nearest
from ivr.flow import actions, fields
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.collect import Collect
from ivr.flow.words import Hole


@dataclass(frozen=True, slots=True)
class Asked:
    """An action as a node asks for it, and where."""

    name: str
    args: fields.Args
    outcomes: fields.Outcomes
    into: str | None
    route: Route


def asked(name: str, node: object) -> Asked | None:
    """Give the action a node asks for."""
    match node:
        case Action():
            return Asked(node.action, node.args, node.outcomes, node.into, node_route(name))
        case Collect(check=fields.Check() as check):
            return Asked(check.action, check.args, check.outcomes, check.into, node_route(name, "check"))
    return None


def check_actions(draft: Draft) -> Iterator[Found]:
    """Yield every difference between how an action is declared and how it is asked for."""
    for name, node in draft.nodes.items():
        ask = asked(name, node)
        declared = draft.actions.get(ask.name) if ask else None
        if ask is None or declared is None:
            continue
        yield from _arguments(ask, declared)
        yield from fit_outcomes(ask.outcomes, tuple(declared.outcomes), f'"{declared.name}"', (*ask.route, "outcomes"))
        if ask.into is not None and not declared.data:
            what = f'"{declared.name}" gives no data, so there is nothing to keep'
            yield Found((*ask.route, "into"), what, 'Delete "into".', True, "action-data")
        if isinstance(node, Action) and declared.changes and declared.where == "outside" and not node.prompt:
            what = f'"{declared.name}" changes something that cannot be undone, and nothing is said before it'
            fix = "Add a prompt: a caller who hangs up while hearing it has changed nothing."
            yield Found((*ask.route, "action"), what, fix, rule="action-prompt")


def _arguments(ask: Asked, declared: actions.Action) -> Iterator[Found]:
    required = [name for name in declared.takes if not name.endswith("?")]
    known = [name.removesuffix("?") for name in declared.takes]
    yield from fit_arguments(ask.args, known, required, f'"{declared.name}"', ask.route)


def fit_arguments(args: Mapping[str, object], known: list[str], required: list[str], who: str, route: Route) -> Iterator[Found]:
    """Compare what is handed over with what is taken. A misspelt argument is not also a missing one."""
    unknown = [name for name in args if name not in known]
    for name in unknown:
        missing = [each for each in required if each not in args]
        fix = _guess(name, known, unknown, missing) if known else "Delete it."
        yield Found((*route, "with", name), f'{who} takes no "{name}"', fix, True, "action-argument")
    meant = _meant(unknown, known, [name for name in required if name not in args])
    for name in required:
        if name not in args and name not in meant:
            what = f'{who} wants to know "{name}", and it is not handed over'
            yield Found((*route, "with"), what, f'Add "{name}: ..." under "with".', True, "action-argument")
    for name, value in args.items():
        if isinstance(value, Hole) and value.optional and name in required:
            what = f'{who} cannot do without "{name}", and {{{".".join(value.path)}?}} may be empty'
            yield Found((*route, "with", name), what, "Take away the question mark, and fill the slot first.", rule="action-argument")


def fit_outcomes(outcomes: Mapping[str, object], declared: tuple[str, ...], who: str, route: Route) -> Iterator[Found]:
    """Want a way to go on for every outcome, and for nothing else. A misspelt outcome is not also a missing one."""
    unknown = [name for name in outcomes if name not in declared]
    for name in unknown:
        fix = _guess(name, list(declared), unknown, [each for each in declared if each not in outcomes])
        yield Found((*route, name), f'{who} never answers "{name}"', fix, True, "outcome")
    missing = [name for name in declared if name not in outcomes]
    missing = [name for name in missing if name not in _meant(unknown, list(declared), missing)]
    if missing:
        listed = " or ".join(f'"{name}"' for name in missing)
        what = f"{who} can also answer {listed}, and nothing says what follows"
        yield Found(route, what, f'Add "{missing[0]}: ..." under "outcomes".', True, "outcome")


def _guess(name: str, known: list[str], unknown: list[str], missing: list[str]) -> str:
    """Guess what was meant: one name too many and one too few are the same name."""
    return f'Did you mean "{missing[0]}"?' if len(unknown) == len(missing) == 1 else did_you_mean(name, known)


def _meant(unknown: list[str], known: list[str], missing: list[str]) -> set[str | None]:
    return set(missing) if len(unknown) == len(missing) == 1 else {nearest(name, known) for name in unknown}
