"""Places that calls come to from their start, found breadth first with the real engine: what leads there first is a shortest call to it.

Every two facts that hold together at some question are followed on by some call; not every three, `ivr.proof.anywhere` does that.
Two states are one place when nothing in their menu file tells them apart: the same question and phase, sub-flows, errors, language, and the
same answers to what conditions of the file still ask (`Facts`). What only another file asks about, and the questions that star leads back
to, are not told apart here either.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from ivr.compiler.checks.flows import DEEPEST
from ivr.compiler.uncollected import uncollected
from ivr.flow import engine
from ivr.flow.calling_back import call_back
from ivr.flow.commands import Closing, Enqueue, Gather
from ivr.flow.events import ActionDone, CallStarted, Event, LeftQueue, NoInput, RecordingDone
from ivr.flow.graph import Flow, file_of
from ivr.flow.journal import Chose, Fact, Missed, Performed
from ivr.flow.nodes.action import Action
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.state import CALLER, CallState
from ivr.flow.turn import Turn
from ivr.proof.entering import Entering, Way
from ivr.proof.facts import Facts
from ivr.proof.inputs import Inputs, question
from ivr.proof.turns import Answers, Oracle, Taken

UNAVAILABLE = "unavailable"
BOOKED = ("callbacks.book", "booked")
KNOWN_CALLER = {CALLER: {"last4": "1111"}}


@dataclass(slots=True, eq=False, repr=False)
class Place:
    """A question (or a wait) with one state of a call that is at it, and what is heard on coming there first.

    What can happen there are its `edges`, and `over` is where a call is that has had its turns: of calls from their start, `Edge`s and
    places; of what there might be, `Step`s, which lead to places and doors.
    """

    state: CallState
    turn: Turn
    came: "Edge | None"
    presses: int
    real: bool
    question: tuple[str, ...] = ()
    edges: list[Any] = field(default_factory=list)
    over: list[Any] = field(default_factory=list)

    @property
    def node(self) -> str:
        return self.state.node

    @property
    def listens(self) -> Closing:
        """How the call listens here: what closed the turn."""
        closing = self.turn.commands[-1]
        assert isinstance(closing, Closing)
        return closing


@dataclass(slots=True, eq=False, repr=False)
class Edge:
    """One event at a place, one way it can go, and where; no target when the call ends, or breaks by a `slip`."""

    source: Place | None
    event: Event | None
    answers: Answers
    done: tuple[ActionDone, ...]
    facts: tuple[Fact, ...]
    turn: Turn | None
    target: Place | None = None
    slip: str = ""
    real: bool = True

    @property
    def ending(self) -> str:
        return self.turn.state.ended if self.turn is not None else ""

    @property
    def quiet(self) -> bool:
        """Whether nobody chose it: silence, a slip of the caller's, a line that failed, a number that could not be looked up."""
        match self.event:
            case NoInput() | LeftQueue(result="full" | "failed") | RecordingDone(seconds=0):
                return True
        return self.in_vain or any(isinstance(fact, Missed) for fact in self.facts)

    @property
    def silent(self) -> bool:
        """Whether the caller did nothing."""
        return isinstance(self.event, NoInput) and self.source is not None

    @property
    def in_vain(self) -> bool:
        """Whether the caller entered what was asked for, and nothing could be done with it."""
        chosen = any(isinstance(fact, Chose) and fact.by != "entry" for fact in self.facts)
        return not chosen and any(done.outcome == UNAVAILABLE for done in self.done)


@dataclass(slots=True)
class Explored:
    """Places that calls go on from, all that were `met`, and the edges between them; those of the start come first and have no source."""

    flow: Flow
    facts: Facts
    inputs: Inputs
    entering: Entering
    places: list[Place] = field(default_factory=list)
    met: dict[tuple[Hashable, ...], Place] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    @property
    def spots(self) -> list[Place]:
        """All that something can be followed on from."""
        return self.places

    def way_to(self, edge: Edge) -> list[Edge]:
        """Give a shortest call that ends with this edge."""
        way = [edge]
        while way[0].source is not None and way[0].source.came is not None:
            way.insert(0, way[0].source.came)
        return way


Told = Callable[[int], None]
"""Is told now and then how many places are found."""


def nobody(_: int) -> None:
    """Nobody wants to be told."""


@uncollected()
def explore(flow: Flow, told: Told = nobody) -> Explored:
    """Find every place that calls get to from their start."""
    facts = Facts(flow)
    explorer = Explorer(flow, facts, Inputs(facts), Entering(flow, facts), told)
    explorer.start()
    explorer.go()
    explorer.call_back()
    explorer.go()
    return explorer.explored


class Explorer:
    """The search: places by key, and those whose events have not been tried."""

    def __init__(self, flow: Flow, facts: Facts, inputs: Inputs, entering: Entering, told: Told) -> None:
        self.flow, self.facts, self.inputs, self.entering, self.told = flow, facts, inputs, entering, told
        self.usual = Oracle(flow, {})
        self.explored = Explored(flow, facts, inputs, entering)
        self.together: dict[tuple[Hashable, ...], set[Hashable]] = {}
        self.targets: dict[Taken, Place] = {}
        self.waiting: deque[Place] = deque()

    def start(self) -> None:
        """Begin calls: from a number that is known or withheld, to each number that is rung."""
        for called in ("", *self.flow.numbers):
            for slots in (KNOWN_CALLER, {}):
                event = CallStarted(slots, called)
                self._take(None, engine.begin(self.flow), event)

    def go(self) -> None:
        """Try everything at every place that waits."""
        while self.waiting:
            place = self.waiting.popleft()
            self.told(len(self.explored.places))
            scene = Scene(self.flow, place.state, self.usual)
            node = self.flow.nodes[place.node]
            options = node.offer(scene) if isinstance(node, Question) else ()
            place.question = question(scene, options)
            for event in self.inputs.at(scene, place.listens):
                self._take(place, place.state, event)
            self._go_on_when_over(place)

    def call_back(self) -> None:
        """Begin the calls that we make: with what may be remembered of a caller who waited in line, or booked a callback."""
        begun: dict[Hashable, CallStarted] = {}
        for turn in {id(edge.turn): edge.turn for edge in self.explored.edges if edge.turn is not None}.values():
            for queue in self._waits_for(turn):
                event = call_back(self.flow, queue, turn.state.slots, turn.state.language)
                known = turn.state.but(slots=event.facts)
                begun.setdefault((event.at, turn.state.language, self.facts.of(known, event.at)), event)
        for event in begun.values():
            self._take(None, engine.begin(self.flow), replace(event, facts={**event.facts, **KNOWN_CALLER}))

    def _waits_for(self, turn: Turn) -> Iterator[str]:
        closing = turn.commands[-1]
        if isinstance(closing, Enqueue):
            yield closing.queue
        for fact in turn.facts:
            if isinstance(fact, Performed) and (fact.action, fact.outcome) == BOOKED:
                node = self.flow.nodes[fact.node]
                assert isinstance(node, Action)
                yield str(Scene(self.flow, turn.state, self.usual).arguments(node.args)["queue"])

    def _go_on_when_over(self, place: Place) -> None:
        """Take a turn of a call that has had its turns; what a caller does then does not matter."""
        if not isinstance(place.listens, Gather) or file_of(place.node) in self.flow.near_people:
            return
        for taken in self.entering.way(place.state.but(turn=self.flow.turns), NoInput()).takings:
            if taken.turn is not None and not taken.turn.state.ended:
                place.over.append(self._place(taken.turn, None, 0, real=False))

    def _take(self, source: Place | None, state: CallState, event: Event) -> None:
        """Take an event in every way it can go."""
        way = self.entering.way(state, event)
        for taken in way.takings:
            self._note(self._edge(source, way, taken, event))

    def _note(self, edge: Edge) -> None:
        self.explored.edges.append(edge)
        if edge.source is not None:
            edge.source.edges.append(edge)

    def _edge(self, source: Place | None, way: Way, taken: Taken, event: Event) -> Edge:
        turn = taken.turn
        real = source.real if source is not None else not (isinstance(event, CallStarted) and event.at)
        facts = (*way.facts, *turn.facts) if turn else ()
        edge = Edge(source, event, taken.answers, taken.done, facts, turn, None, taken.slip, real)
        if turn is not None and not turn.state.ended:
            presses = 0 if source is None else source.presses + (0 if isinstance(event, NoInput) else 1)
            edge.target = self.targets.get(taken) or self.targets.setdefault(taken, self._place(turn, edge, presses, real=real))
        return edge

    def _place(self, turn: Turn, came: Edge | None, presses: int, *, real: bool) -> Place:
        key = self._key(turn)
        place = self.explored.met.get(key)
        if place is None:
            place = self.explored.met[key] = Place(turn.state, turn, came, presses, real)
            if self._is_news(turn):
                self.explored.places.append(place)
                if len(turn.state.frames) <= DEEPEST:
                    self.waiting.append(place)
        return place

    def _is_news(self, turn: Turn) -> bool:
        """Whether two facts hold together here that have not been followed on together from this question."""
        state = turn.state
        known = self.together.setdefault((state.node, type(turn.commands[-1]).__name__, *note(state), state.language, state.heard), set())
        facts: list[Hashable] = [*enumerate(self.facts.of(state, state.node))]
        told = {state.errors, (state.frames, fresh(state)), *facts, *combinations(facts, 2)}
        is_news = not told <= known
        known |= told
        return is_news

    def _key(self, turn: Turn) -> tuple[Hashable, ...]:
        state = turn.state
        return (
            state.node, type(turn.commands[-1]).__name__, note(state), state.errors, state.frames, state.language, state.heard,
            fresh(state), self.facts.of(state, state.node),
        )  # fmt: skip


def note(state: CallState) -> tuple[tuple[str, str], ...]:
    """Give what a node has noted for itself: the phase of its question."""
    return tuple(sorted((name, repr(value)) for name, value in state.memo.items()))


def fresh(state: CallState) -> tuple[str, ...] | None:
    """Name what was filled since the caller chose, if the call has not listened since."""
    return state.fresh if state.acted else None
