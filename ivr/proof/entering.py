"""What comes of entering a node, taken once for all ways there: it is the same from every question, by a key as by a word.

Until a node is entered a turn only notes what was chosen, fills slots and leaves the task it was in; the engine does that for every event.
From there on it goes by the state in which the node is entered, and of the slots by those alone that the turn asked about and those that
are asked about where it led. A turn that finds these answering alike goes the same way again.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ivr.flow import engine
from ivr.flow.decisions import Enter, GoTo, Miss, Up
from ivr.flow.events import ActionDone, Event
from ivr.flow.journal import Entered, Fact
from ivr.flow.state import CallState
from ivr.flow.walk import Walk
from ivr.proof.facts import handed_over, value_of
from ivr.proof.own import own
from ivr.proof.turns import Answers, Oracle, Taken, Turns, open_args

Name = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """What an event leads to: until a node is entered, if one is, and every way to go on from there.

    The turns were taken `since` a state like `entered`, when the node was entered in it first.
    """

    entered: CallState
    facts: tuple[Fact, ...]
    since: CallState
    takings: Sequence[Taken]


@dataclass(frozen=True, slots=True)
class Entering(Turns):
    """Takes turns, and knows what came of entering each node in each state."""

    known: dict[Name, dict[tuple[str, ...], dict[Name, tuple[CallState, Sequence[Taken]]]]] = field(default_factory=dict, repr=False)

    def way(self, state: CallState, event: Event) -> Way:
        """Take an event in every way it can go."""
        entering = self._until_entering(state, event, {})
        if entering is None:
            return Way(state, (), state, list(self.takings(state, event)))
        walk, target = entering
        entered = walk.state.but(turn=0)
        since, takings = self._entering(target, entered, Taken(None, {}, (), None))
        return Way(entered, tuple(walk.facts), since, takings)

    def after(self, so_far: Taken, state: CallState, done: ActionDone) -> Iterator[Taken]:
        """Go on once an action has answered, as a turn that entered the same node so went on before."""
        entering = self._until_entering(state, done, so_far.answers)
        if entering is None:
            yield from Turns.after(self, so_far, state, done)
            return
        walk, target = entering
        entered = walk.state
        since, takings = self._entering(target, entered, replace(so_far, turn=None))
        facts = (*(so_far.turn.facts if so_far.turn else ()), *walk.facts)
        for taken in takings:
            turn = taken.turn and replace(taken.turn, state=_moved(taken.turn.state, since, entered), facts=(*facts, *taken.turn.facts))
            all_done = (*so_far.done, *taken.done[len(so_far.done) :])
            all_asked = (*so_far.asked, *taken.asked[len(so_far.asked) :])
            yield Taken(so_far.event, taken.answers, all_done, turn, taken.slip, all_asked)

    def _until_entering(self, state: CallState, event: Event, answers: Answers) -> tuple[Walk, str] | None:
        """Decide about an event, and apply it until a node is entered; None if none is, or the world is asked before."""
        oracle = Oracle(self.flow, answers)
        try:
            walk = Walk(self.flow, oracle, state)
            decision = engine.set_out(walk, event)
            while isinstance(decision, GoTo | Miss | Up):
                decision = walk.apply(decision)
        except Exception:  # what is wrong is told by the turn
            return None
        return (walk, decision.target) if isinstance(decision, Enter) and not oracle.asked else None

    def _entering(self, target: str, state: CallState, so_far: Taken) -> tuple[CallState, Sequence[Taken]]:
        name = (
            target, state.frames, state.errors, state.language, state.pace, state.heard, state.fresh if state.acted else None,
            state.tail_heard, state.said[state.spoken :], tuple(sorted(state.slots)), tuple(sorted(so_far.answers.items())),
            tuple((done.action, done.outcome, open_args(args)) for done, args in zip(so_far.done, so_far.asked, strict=True)),
        )  # fmt: skip
        known = self.known.setdefault(name, {})
        for slots, takings in known.items():
            if (found := takings.get(self._told(state, slots))) is not None:
                return found
        since = state.but(slots={slot: own(value) for slot, value in state.slots.items()})
        found = since, tuple(self.go(so_far, lambda world: Walk(self.flow, world, since).run(Enter(target))))
        if all(taken.turn is not None for taken in found[1]):
            slots = self._asked(target, state, found[1])
            known.setdefault(slots, {})[self._told(state, slots)] = found
        return found

    def _told(self, state: CallState, slots: Iterable[str]) -> Name:
        return tuple(self.facts.answer(slot, value_of(state, slot)) for slot in slots)

    def _asked(self, target: str, state: CallState, takings: Iterable[Taken]) -> tuple[str, ...]:
        """Name the slots that turns asked about or handed over, and those that are asked about where they led."""
        turns = [taken.turn for taken in takings if taken.turn is not None]
        entered = {fact.node for turn in turns for fact in turn.facts if isinstance(fact, Entered)} | {frame.site for frame in state.frames}
        facts = self.facts
        copied = (copy.source for node in entered for copy in facts.copies_at(node))
        asked = {slot for node in entered for slot in (*facts.read_at(node), *handed_over(node, self.flow.nodes[node]))}.union(copied)
        return tuple(sorted(asked.union(*(facts.live.at(turn.state.node) for turn in turns if not turn.state.ended))))


def _moved(after: CallState, since: CallState, entered: CallState) -> CallState:
    """Give a state as it is after another beginning: what a turn left as it was is as it was there."""
    kept = {slot: entered.slots[slot] if value is since.slots.get(slot) else value for slot, value in after.slots.items()}
    return after.but(slots=kept, turn=entered.turn + after.turn - since.turn)
