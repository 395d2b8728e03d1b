"""Sub-flows: called with what they take, left by what they return, never by jumping in, never calling themselves."""

from collections.abc import Iterator, Mapping

from ivr.compiler.checks.actions import fit_arguments, fit_outcomes
from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found, Route, did_you_mean
from ivr.flow.graph import Menu
from ivr.flow.nodes.call import Call
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return

DEEPEST = 3
"""Sub-flows within one another that a call may be in."""
GATE_TAKES = ("need",)


def check_flows(draft: Draft) -> Iterator[Found]:
    """Yield what is wrong with sub-flows, their calls and their returns."""
    for name, node in draft.nodes.items():
        match node:
            case Call():
                yield from _call(draft, name, node)
            case Return():
                yield from _return(draft.menu_of(name), name, node)
    yield from _gate(draft)
    yield from _jumps_in(draft)
    yield from _nesting(draft)


def _call(draft: Draft, name: str, node: Call) -> Iterator[Found]:
    file = draft.files.get(node.flow.partition(".")[0])
    if file is None or node.flow not in draft.names:
        return
    menu = file.menu
    if not menu.returns:
        what = f'"{menu.name}" is not a sub-flow: it returns nothing, so this would never go on'
        fix = f'Write "goto" to go there for good, or "returns: [...]" in {menu.name}.yaml.'
        yield Found(node_route(name, "flow"), what, fix, rule="sub-flow")
        return
    yield from fit_arguments(node.args, list(menu.takes), list(menu.takes), f'"{menu.name}"', node_route(name))
    yield from fit_outcomes(node.outcomes, menu.returns, f'"{menu.name}"', node_route(name, "outcomes"))


def _return(menu: Menu, name: str, node: Return) -> Iterator[Found]:
    if not menu.returns:
        what = f'"{menu.name}" is not a sub-flow, so there is nowhere to return to'
        fix = f'Write "returns: [{node.outcome}]" at the top of this file, or make this an end or a jump.'
        yield Found(node_route(name, "outcome"), what, fix, rule="return")
    elif node.outcome not in menu.returns:
        what = f'"{node.outcome}" is not among what this file returns'
        yield Found(node_route(name, "outcome"), what, did_you_mean(node.outcome, menu.returns), rule="return")


def _gate(draft: Draft) -> Iterator[Found]:
    identity = draft.hotline.identity
    file = draft.files.get(identity.flow.partition(".")[0]) if identity and identity.flow else None
    if file is None:
        return
    route = ("hotline", "identity", "flow")
    if not file.menu.returns:
        what = f'"{file.menu.name}" checks who is calling, and it returns nothing'
        yield Found(route, what, f'Write "returns: [verified, failed]" in {file.menu.name}.yaml.', rule="sub-flow")
    elif file.menu.takes != GATE_TAKES:
        what = f'"{file.menu.name}" checks who is calling, so it takes the level that is needed'
        yield Found(route, what, f'Write "takes: [need]" in {file.menu.name}.yaml.', rule="sub-flow")


def _jumps_in(draft: Draft) -> Iterator[Found]:
    """A jump into a sub-flow from outside would have nowhere to return to."""
    for mention in draft.book.mentions:
        menu = mention.name.partition(".")[0]
        file = draft.files.get(menu)
        if mention.kind == "node" and file is not None and file.menu.returns and mention.route[0] != menu:
            what = f'"{menu}" is a sub-flow, and a jump into it could not return'
            fix = f'Use a node with "type: call" and "flow: {mention.name}".'
            if mention.route[0] == "hotline":
                fix = "Lead to a node that calls it."
            yield Found(mention.route, what, fix, rule="sub-flow")


def calls(draft: Draft) -> Mapping[str, Mapping[str, Route]]:
    """Give which menu files call which sub-flows, and where: by a call node, or by asking for an identity."""
    identity = draft.hotline.identity
    gate = identity.flow.partition(".")[0] if identity and identity.flow else None
    found: dict[str, dict[str, Route]] = {name: {} for name in draft.files}
    for name, node in draft.nodes.items():
        file = name.partition(".")[0]
        if isinstance(node, Call):
            found[file].setdefault(node.flow.partition(".")[0], node_route(name, "flow"))
        if (node.requires is not None or isinstance(node, Queue)) and gate is not None:
            found[file].setdefault(gate, node_route(name, "requires" if node.requires is not None else "queue"))
    return found


def _nesting(draft: Draft) -> Iterator[Found]:
    graph = calls(draft)
    told: set[Route] = set()
    for name, file in draft.files.items():
        for path in _paths(graph, (name,)):
            route = graph[path[-2]][path[-1]]
            if route in told:
                continue
            if path[-1] in path[:-1]:
                told.add(route)
                circle = " calls ".join(path[path.index(path[-1]) :])
                yield Found(
                    route,
                    f'"{path[-1]}" would call itself here: {circle}',
                    "A sub-flow cannot be inside itself; use goto.",
                    rule="recursion",
                )
            elif len(path) - 1 > DEEPEST and not file.menu.returns:
                told.add(route)
                what = f"this is sub-flow number {len(path) - 1} within one another: {' calls '.join(path)}"
                yield Found(route, what, f"{DEEPEST} are the most; join two of them.", rule="flow-depth")


def _paths(graph: Mapping[str, Mapping[str, Route]], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield every chain of calls, up to one that repeats a file or is too deep."""
    for callee in graph.get(path[-1], {}):
        longer = (*path, callee)
        yield longer
        if callee not in path and len(longer) <= DEEPEST + 1:
            yield from _paths(graph, longer)
