"""No call goes round for ever: neither between nodes that ask nothing, nor by giving up again and again."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from ivr.compiler.checks.quiet import Quiet, State
from ivr.compiler.draft import Draft, node_route
from ivr.compiler.problems import Found
from ivr.flow.fields import AGAIN
from ivr.flow.nodes.end import End
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.returns import Return
from ivr.flow.nodes.say import Say
from ivr.flow.question import AnyNode, Question


def check_endless(draft: Draft) -> Iterator[Found]:
    """Yield every circle without a question in it, and every question that only leads back to itself when it is given up."""
    told: set[frozenset[str]] = set()
    # A line that is closed is closed for an action that looks at it too, so a way through both is no circle.
    for kinds in (("action",), ("queue",)):
        for circle in circles(Quiet(draft, kinds)):
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                what = f"the call would go round here for ever and ask nothing: {' to '.join((*circle, circle[0]))}"
                yield Found(node_route(circle[0]), what, "Ask something on the way, or lead out of the circle.", True, "endless")
    yield from GivenUp(draft).found()


def circles(quiet: Quiet) -> Iterator[tuple[str, ...]]:
    """Find circles, each from where it was come to first."""
    done: set[State] = set()
    for name in quiet.in_circles:
        yield from _circles_from(quiet, State(name), done)


def _circles_from(quiet: Quiet, start: State, done: set[State]) -> Iterator[tuple[str, ...]]:
    if start in done:
        return
    path, ahead = {start: None}, [quiet.after(start)]
    while ahead:
        state = next((each for each in ahead[-1] if each not in done), None)
        if state is None:
            ahead.pop()
            done.add(path.popitem()[0])
        elif state in path:
            states = list(path)
            yield tuple(each.node for each in states[states.index(state) :])
        else:
            path[state] = None
            ahead.append(quiet.after(state))


class GivenUp:
    """Where silent callers get to: by giving up every question they are asked."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.quiet = Quiet(draft, ("action", "call"))

    def found(self) -> Iterator[Found]:
        """Yield the questions of whose own giving up nobody ever gets out."""
        for name, node in self.draft.nodes.items():
            has_own = isinstance(node, Question) and node.give_up is not None
            if has_own and name not in self.leaving and name in self._reached(name):
                what = f'whoever gives up at "{name}" is led back to it again and again'
                fix = "Let giving up lead to people, to a message or to a goodbye."
                yield Found(node_route(name, "give_up"), what, fix, rule="endless")

    @cached_property
    def _next(self) -> Mapping[str, list[str]]:
        return {name: [*self.quiet.plain.get(name, ()), *self._given_up(name, node)] for name, node in self.draft.nodes.items()}

    def _given_up(self, name: str, node: AnyNode) -> Iterator[str]:
        menu = self.draft.menu_of(name)
        if isinstance(node, Question) and _asks(node) and (node.give_up or not menu.returns):
            jump = node.give_up or menu.give_up or self.draft.hotline.defaults.give_up
            yield name if jump.goto in (None, AGAIN) else str(jump.goto)

    @cached_property
    def leaving(self) -> frozenset[str]:
        """The nodes from which giving up comes to people, to the end of the call or out of a sub-flow."""
        before: dict[str, list[str]] = {}
        for name, targets in self._next.items():
            for target in targets:
                before.setdefault(target, []).append(name)
        found = {name for name, node in self.draft.nodes.items() if self._is_way_out(name, node)}
        waiting = list(found)
        while waiting:
            more = [name for name in before.get(waiting.pop(), ()) if name not in found]
            found.update(more)
            waiting += more
        return frozenset(found)

    def _is_way_out(self, name: str, node: AnyNode) -> bool:
        in_flow = bool(self.draft.menu_of(name).returns)
        return isinstance(node, Queue | End | Return) or (in_flow and isinstance(node, Question) and node.give_up is None)

    def _reached(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            more = [each for each in self._next.get(waiting.pop(), ()) if each not in found]
            found.update(more)
            waiting += more
        return found


def _asks(node: AnyNode) -> bool:
    return isinstance(node, Question) and not isinstance(node, End) and not (isinstance(node, Say) and node.goto is not None)
