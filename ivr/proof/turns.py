"""One event, and every way it can go: the world answers each question either way, every action each of its outcomes.

The engine is the real one; a turn is put together as the service puts it together, with the actions left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ivr.flow import engine
from ivr.flow.decisions import Perform
from ivr.flow.events import ActionDone, Event
from ivr.flow.graph import Flow
from ivr.flow.slots import Secret
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.flow.world import World
from ivr.proof.facts import LINES, Facts

Question = tuple[str, ...]
Answers = Mapping[Question, Any]
NOON = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
OPENS = "2026-03-03T08:00"
MOST_ACTIONS = 20
"""Actions in one turn; more than that is a turn that goes round."""


@dataclass(slots=True)
class Oracle:
    """A world that answers as told, by default on an ordinary day, and notes what it was asked."""

    flow: Flow
    told: Answers
    asked: dict[Question, Any] = field(default_factory=dict)

    def now(self) -> datetime:
        return NOON

    def lasted(self) -> int:
        return 0

    def is_open(self, hours: str) -> bool:
        return bool(self._answer(("is_open", hours), True))

    def opening(self, hours: str) -> str | None:
        return OPENS

    def incident(self) -> Mapping[str, Any] | None:
        words = dict.fromkeys(self.flow.languages, "转账 transfers")
        return {"service": words, "until": OPENS} if self._answer(("incident",), False) else None

    def announcement(self) -> Any:
        return dict.fromkeys(self.flow.languages, "今晚升级。We upgrade tonight.") if self._answer(("announcement",), False) else None

    def _answer(self, question: Question, usual: bool) -> Any:
        return self.asked.setdefault(question, self.told.get(question, usual))


@dataclass(slots=True, eq=False)
class Taken:
    """One way an event can go: what the world said, what actions answered, and the turn; or the slip that broke it."""

    event: Event | None
    answers: Answers
    done: tuple[ActionDone, ...]
    turn: Turn | None
    slip: str = ""
    asked: tuple[Mapping[str, Any], ...] = ()


def open_args(args: Mapping[str, Any]) -> str:
    """Name what an action was asked with; a secret is like no other."""
    return repr({name: value for name, value in args.items() if not isinstance(value, Secret)})


Begin = Callable[[World], Turn]


@dataclass(frozen=True, slots=True)
class Turns:
    """Takes turns of a flow in every way they can go."""

    flow: Flow
    facts: Facts

    @property
    def usual(self) -> World:
        """A world on an ordinary day."""
        return Oracle(self.flow, {})

    def takings(self, state: CallState, event: Event) -> Iterator[Taken]:
        """Give every way this event can go from this state."""
        return self.ways(event, lambda world: self.begin(state, event, world))

    def begin(self, state: CallState, event: Event, world: World) -> Turn:
        """Begin a turn by an event."""
        return engine.step(self.flow, state, event, world)

    def ways(self, event: Event | None, begin: Begin) -> Iterator[Taken]:
        """Give every way a turn can go that begins so."""
        return self.go(Taken(event, {}, (), None), begin)

    def go(self, so_far: Taken, begin: Begin) -> Iterator[Taken]:
        """Give every way a turn can go on that has come so far."""
        for taken in self._answered(so_far, begin):
            turn = taken.turn
            if turn is None or turn.wants is None:
                yield taken
            elif turn.wants.action not in self.flow.actions:
                yield replace(taken, turn=None, slip=f'"{turn.wants.action}" is wanted, and no such action is declared')
            elif self._waits(taken):
                yield from self.go(taken, lambda world, turn=turn: engine.defer(self.flow, turn, world))  # type: ignore[misc]
            elif len(taken.done) >= MOST_ACTIONS:
                yield replace(taken, turn=None, slip=f"goes from action to action and never asks: {self._round(taken)}")
            else:
                yield from self._perform(taken, turn)

    def _answered(self, so_far: Taken, begin: Begin) -> Iterator[Taken]:
        """Begin with the usual answers, then once more for each question with the other answer."""
        waiting: list[Answers] = [so_far.answers]
        while waiting:
            told = waiting.pop()
            oracle = Oracle(self.flow, told)
            try:
                turn, slip = begin(oracle), ""
            except Exception as error:
                turn, slip = None, f"{type(error).__name__}: {error}"
            answers = {**told, **oracle.asked} if oracle.asked else told
            for place, (question, answer) in enumerate(oracle.asked.items()):
                if question not in told and question in self.facts.decisive:
                    waiting.append({**told, **dict(list(oracle.asked.items())[:place]), question: not answer})
            if turn is not None and so_far.turn is not None and so_far.turn.facts:
                turn = replace(turn, facts=(*so_far.turn.facts, *turn.facts))
            yield Taken(so_far.event, answers, so_far.done, turn, slip, so_far.asked)

    def _waits(self, taken: Taken) -> bool:
        """Whether the action wanted is a second outside one, which waits for the next turn."""
        outside = [self.flow.actions[done.action].where for done in taken.done].count("outside")
        wants = taken.turn.wants if taken.turn else None
        return wants is not None and outside > 0 and self.flow.actions[wants.action].where == "outside"

    def _perform(self, taken: Taken, turn: Turn) -> Iterator[Taken]:
        assert turn.wants is not None
        declared = self.flow.actions[turn.wants.action]
        into = self.facts.into(turn.state.node, declared.name)
        for outcome in self._possible(taken, turn.wants):
            for data in self.facts.data(declared.name, outcome, into):
                done = ActionDone(outcome, data, declared.name)
                more = replace(taken, done=(*taken.done, done), asked=(*taken.asked, turn.wants.args))
                yield from self.after(more, turn.state, done)

    def after(self, so_far: Taken, state: CallState, done: ActionDone) -> Iterator[Taken]:
        """Give every way a turn can go on once an action has answered."""
        return self.go(so_far, lambda world: self.begin(state, done, world))

    def _possible(self, taken: Taken, wants: Perform) -> Iterator[str]:
        """Give the outcomes an action can have: within a turn nothing else happens to a line, so actions that are asked about the same one
        agree on every outcome that both declare (a line that is closed to a look is closed to whoever joins it)."""
        declared = self.flow.actions[wants.action].outcomes
        agreed = [
            (done, self.flow.actions[done.action].outcomes)
            for done, args in zip(taken.done, taken.asked, strict=True)
            if done.action.startswith(LINES) and wants.action.startswith(LINES) and args == wants.args
        ]
        for outcome in declared:
            if all(done.outcome == outcome or (outcome not in others and done.outcome not in declared) for done, others in agreed):
                yield outcome

    def _round(self, taken: Taken) -> str:
        names = [done.action for done in taken.done]
        return " to ".join(dict.fromkeys(names))
