"""What a call costs its caller: seconds and presses to each ending and each node, and the longest that must be listened to.

It is the quickest call by keys, of a caller who listens until a key is named and then presses it. Words that cannot be cut short are heard
in full, a question as far as the line that names the key, or in full where none does. A press is a second, silence as long as the question
waits. A wait in a queue is not counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from ivr.compiler.uncollected import uncollected
from ivr.flow.commands import Command, Gather, Play, Say, Words
from ivr.flow.events import DigitsPressed, LeftQueue, RecordingDone, SpeechHeard
from ivr.flow.graph import Flow, Node, file_of
from ivr.flow.journal import Ended, Entered, Performed, Queued
from ivr.flow.nodes.action import Action
from ivr.flow.nodes.end import End
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.queue import Queue
from ivr.flow.turn import Turn
from ivr.flow.words import Part
from ivr.proof.explore import Edge, Explored, Place
from ivr.proof.listening import forced, heard, seconds

Goal = tuple[str, str, str]
Arrival = tuple[Place | None, int]
ENDING, NODE = "ending", "node"
PRESS_SECONDS = 1.0
PERSON, CALLBACK = "person", "callback"
KEPT = frozenset({"booked", "opened", "joined"})
"""Outcomes of the actions below that a caller has come for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the quickest call takes; silence may be quicker than keys, and is then what it does."""

    seconds: float
    presses: int


@dataclass(frozen=True, slots=True)
class Costs:
    """By language: what it costs to come to each ending and each node, and of each menu file the longest that must be listened to."""

    endings: Mapping[tuple[str, str], Cost]
    nodes: Mapping[tuple[str, str], Cost]
    forced: Mapping[tuple[str, str], float]


def landmark(node: Node) -> str:
    """Name what a call has come to at a node: `person`, `callback`, the kind of a ticket, the name of an ending; or nothing."""
    match node:
        case End():
            return node.ending
        case Queue():
            return PERSON
        case Action(action="callbacks.book"):
            return CALLBACK
        case Action(action="tickets.open"):
            return str(node.args.get("kind", ""))
    return ""


@uncollected()
def costs(explored: Explored) -> Costs:
    """Give the costs of all calls from their start."""
    found = dict(_Search(explored).quickest())
    endings = {goal[1:]: cost for goal, cost in found.items() if goal[0] == ENDING}
    return Costs(endings, {goal[1:]: cost for goal, cost in found.items() if goal[0] == NODE}, _forced(explored))


class _Search:
    """Dijkstra's algorithm over places and what was heard on coming there."""

    def __init__(self, explored: Explored) -> None:
        self.explored, self.pace = explored, Pace(explored.flow)
        self._turns: dict[int, int] = {}
        self._heard: dict[tuple[Command, ...], int] = {}
        self._known: dict[Edge, tuple[tuple[Goal, ...], Arrival]] = {}

    def quickest(self) -> Iterator[tuple[Goal, Cost]]:
        """Yield every goal once, as soon as it is come to."""
        numbers = count()
        waiting = [(0.0, 0, next(numbers), edge) for edge in self.explored.edges if edge.source is None and edge.real]
        reached: set[Goal] = set()
        done: set[Arrival] = set()
        while waiting:
            seconds, presses, _, edge = heappop(waiting)
            goals, arrival = self._leads_to(edge)
            yield from ((goal, Cost(round(seconds, 1), presses)) for goal in goals if goal not in reached)
            reached.update(goals)
            if edge.turn is None or edge.target is None or arrival in done:
                continue
            done.add(arrival)
            for more in edge.target.edges:
                if more.real and more.turn is not None and not isinstance(more.event, SpeechHeard):
                    goals, arrival = self._leads_to(more)
                    if arrival not in done or not reached.issuperset(goals):
                        taken = self.pace.of(edge.target.node, edge.turn.commands, more)
                        heappush(waiting, (seconds + taken.seconds, presses + taken.presses, next(numbers), more))

    def _leads_to(self, edge: Edge) -> tuple[tuple[Goal, ...], Arrival]:
        if edge not in self._known:
            arrival = edge.target, self._heard_in(edge.turn) if edge.turn else -1
            self._known[edge] = tuple(dict.fromkeys(_goals(self.explored.flow, edge))), arrival
        return self._known[edge]

    def _heard_in(self, turn: Turn) -> int:
        """Number what is heard in a turn; many edges share their turns, and turns their words."""
        if id(turn) not in self._turns:
            self._turns[id(turn)] = self._heard.setdefault(turn.commands, len(self._heard))
        return self._turns[id(turn)]


def _goals(flow: Flow, edge: Edge) -> Iterator[Goal]:
    """Yield what an edge comes to: nodes, and endings; a ticket is come to when it is opened."""
    language, at = edge.turn.state.language if edge.turn else "", edge.source.node if edge.source else ""
    for fact in edge.facts:
        match fact:
            case Entered(node):
                at = node
                yield NODE, node, language
            case Queued():
                yield ENDING, PERSON, language
            case Ended(ending):
                yield ENDING, ending, language
            case Performed(outcome=outcome) if outcome in KEPT and (name := landmark(flow.nodes[at])) and name != PERSON:
                yield ENDING, name, language


def _forced(explored: Explored) -> dict[tuple[str, str], float]:
    """Give the longest that must be listened to on coming to a menu file, by language."""
    longest: dict[tuple[str, str], float] = {}
    for turn in {id(edge.turn): edge.turn for edge in explored.edges if edge.real and edge.turn is not None}.values():
        where = file_of(turn.state.node), turn.state.language
        longest[where] = max(longest.get(where, 0.0), round(forced(turn.commands, explored.flow, turn.state.language), 1))
    return longest


class Pace:
    """How many presses an event takes, and how many seconds after the words before it have begun."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._seconds: dict[Words, float] = {}

    def of(self, node: str, commands: Sequence[Command], edge: Edge) -> Cost:
        """Give both for an edge from a node at which these commands were the last."""
        spoken = self._all(each for each in commands if isinstance(each, Say | Play))
        closing = commands[-1]
        asked = closing.words if isinstance(closing, Gather) else ()
        waited = closing.timeout if isinstance(closing, Gather) else 0
        last = self._all(heard(edge.turn.commands)) if edge.turn and edge.ending else 0.0
        match edge.event:
            case DigitsPressed(digits, finished=finished) if digits or finished:
                presses = len(digits) + finished
                return Cost(spoken + self._until(node, digits, closing) + presses * PRESS_SECONDS + last, presses)
            case RecordingDone(seconds=taken, key=key):
                presses = int(key in ("0", "*", "#"))
                return Cost(spoken + taken + presses * PRESS_SECONDS + last, presses)
            case LeftQueue("wish"):
                return Cost(spoken + PRESS_SECONDS + last, 1)
        return Cost(spoken + self._all(asked) + waited + last, 0)

    def _all(self, words: Iterable[Words]) -> float:
        return sum(map(self._one, words))

    def _one(self, words: Words) -> float:
        if words not in self._seconds:
            language = words.text.language if isinstance(words, Say) else next(iter(self.flow.languages))
            self._seconds[words] = seconds((words,), self.flow, language)
        return self._seconds[words]

    def _until(self, node: str, digits: str, closing: Command) -> float:
        """Give the seconds of a question until its key is named; all of it where no line names the key."""
        words = closing.words if isinstance(closing, Gather) else ()
        line = self._lines(node).get(digits)
        texts = () if line is None else tuple(line.texts.values())
        named = (place for place, each in enumerate(words, 1) if isinstance(each, Say) and each.text in texts)
        return self._all(words[: next(named, len(words))])

    def _lines(self, name: str) -> Mapping[str, Part | None]:
        """Give the line of every key at a node: its options', and the sentence for those that are alive everywhere."""
        node, menu = self.flow.nodes[name], self.flow.menu_of(name)
        everywhere = menu.tail or self.flow.fragment("tail")
        options = (*getattr(node, "options", {}).values(), *self.flow.endings.get(getattr(node, "ending", None) or "", ()))
        lines: dict[str, Part | None] = {each.key: everywhere for each in menu.universals if each.key}
        lines |= {option.key: option.line for option in options}
        if isinstance(node, Menu) and node.from_ is not None:
            lines |= {str(place): line for place, line in enumerate(node.from_.lines, 1)}
        return lines
