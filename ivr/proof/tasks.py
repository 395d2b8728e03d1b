"""Choices that begin a new task, which are the same wherever they are made.

Entering another menu file by a choice forgets the question, its errors and every slot that is not remembered. What comes of it goes by
the jump, the language, and what remembered slots answer: it is tried once for each of these, and known at every other question.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from ivr.flow.events import Event
from ivr.flow.fields import Jump, Option, Universal
from ivr.flow.graph import Flow, file_of
from ivr.flow.journal import Chose, Entered
from ivr.flow.state import CALLER, CallState
from ivr.flow.words import Hole
from ivr.proof.facts import BUILT_IN, Facts, value_of
from ivr.proof.turns import Taken

Name = tuple[Hashable, ...]


@dataclass(slots=True)
class Tasks:
    """Knows which event begins a task at which question, and what came of it."""

    flow: Flow
    facts: Facts
    begun: dict[tuple[Hashable, ...], Jump] = field(default_factory=dict)
    known: dict[Name, Sequence[Taken]] = field(default_factory=dict)

    def name(self, question: Hashable, event: Event, state: CallState, slots: Iterable[str]) -> Name | None:
        """Name the beginning of a task by an event, with what these slots answer; None if the event begins none here."""
        jump = self.begun.get((question, event))
        if jump is None or state.frames:
            return None
        told = tuple((slot, self.facts.answer(slot, value_of(state, slot))) for slot in sorted(slots))
        return (jump.goto, repr(sorted(jump.set.items())), state.language, state.heard, state.pace, told)

    @property
    def remembered(self) -> list[str]:
        """The slots that outlast a task and that some condition asks about."""
        lasting = self.flow.remember | {CALLER}
        return sorted(slot for slot in self.facts.questions if slot in lasting and slot not in BUILT_IN)

    def learn(self, question: Hashable, event: Event, choices: Iterable[Option | Universal], takings: Sequence[Taken]) -> None:
        """Note that an event begins a task, when all that came of it says so."""
        jumps = {id(jump): jump for taken in takings for jump in [self._jump(taken, choices)]}
        if len(jumps) == 1 and (jump := next(iter(jumps.values()))) is not None:
            self.begun[question, event] = jump

    def _jump(self, taken: Taken, choices: Iterable[Option | Universal]) -> Jump | None:
        facts = taken.turn.facts if taken.turn is not None else ()
        chose = next((fact for fact in facts if isinstance(fact, Chose)), None)
        entered = next((fact.node for fact in facts if isinstance(fact, Entered)), None)
        if chose is None or entered is None or file_of(entered) == file_of(chose.node):
            return None
        jumps = (choice.jump for choice in choices if chose.key in (choice.key, choice.name))
        found = next((jump for jump in jumps if jump.goto == entered), None)
        return None if found is None or any(isinstance(value, Hole) for value in found.set.values()) else found
