"""What a call may have brought along: which slots are known at a place or a door, and every value of those that are not."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from ivr.flow.decisions import Enter
from ivr.flow.graph import Flow
from ivr.flow.question import Question
from ivr.flow.slots import look
from ivr.flow.state import CALLER, MANNERS, CallState
from ivr.proof.ahead import Asks, asks_ahead
from ivr.proof.doors import AtDoor
from ivr.proof.facts import BUILT_IN, Facts, handed_over, value_of
from ivr.proof.filling import Copy
from ivr.proof.own import own

Slots = frozenset[str]
MARK = "the task's own"
"""A slot that every call holds here and no menu knows: where it is lost, a new task has begun."""


class Brought:
    """Which slots are followed where.

    Those of the task in hand are `followed` from question to question. Those that are `lasting` are known from where a turn asks about
    them or fills them until the turn is over, as long as anything is `ahead` that asks about them.
    """

    def __init__(self, flow: Flow, facts: Facts) -> None:
        self.facts = facts
        asked = {slot for name, node in flow.nodes.items() if isinstance(node, Question) for slot in facts.read_at(name)}
        remembered = flow.remember | {*MANNERS, "heard", CALLER}
        self.lasting: Slots = remembered - asked
        self.forgotten: Slots = frozenset(facts.values) - remembered
        self._handed = {name: frozenset(handed_over(name, node)) for name, node in flow.nodes.items()}
        self._ahead = asks_ahead(flow, facts)
        self.followed = {name: frozenset(facts.live.at(name)) - self.lasting for name in flow.nodes}
        self._before = {name: facts.live.before(name) - self.lasting for name in flow.nodes}

    def through(self, turn: AtDoor) -> Slots:
        """Name the slots that must be known to go through a door."""
        if turn.node not in self.followed:
            return frozenset()
        followed = (self._before if isinstance(turn.door, Enter) else self.followed)[turn.node]
        return followed | self.lasting.intersection(self.facts.read_at(turn.node))

    def asks_ahead(self, turn: AtDoor) -> Asks:
        """Name what a turn may still ask behind a door."""
        return self._ahead.get(turn.node, frozenset())

    def kept(self, turn: AtDoor, known: Slots) -> Slots:
        """Name the lasting slots, of those that are known, that this turn may still ask about."""
        ahead = self.asks_ahead(turn)
        return frozenset(slot for slot in known & self.lasting if ("slot", slot) in ahead)

    def known_after(self, node: str, before: CallState, after: CallState, known: Slots) -> Slots:
        """Name the slots that are known after a step from a node: those known before it and those filled, but for what is copied from one
        that is not known."""
        was, now = before.slots, after.slots
        changed = {slot for slot in ({*now, *was} if now is not was else ()) if now.get(slot) is not was.get(slot)}
        changed |= {slot for slot in BUILT_IN if value_of(after, slot) is not value_of(before, slot)}
        doubtful: set[str] = set()
        size = -1
        while size != (size := len(doubtful)):
            sure = (known | changed) - doubtful
            for copy in self.facts.copies_at(node):
                then = (state for state, are_known in ((before, known), (after, sure)) if copy.source not in are_known)
                if any(_may_be(copy, after, state) for state in then):
                    doubtful.add(copy.slot)
        return (known | changed) - doubtful

    def states(self, after: CallState, need: Slots, known: Slots, node: str = "") -> Iterator[CallState]:
        """Give a state with every value of the slots that are needed and not known; what a node that is entered hands to an action is not
        empty, as the compiler sees to."""
        new = sorted(need - known)
        for values in product(*(self.facts.values.get(slot, [None]) for slot in new)):
            state = with_values(after, dict(zip(new, values, strict=True))) if new else after
            if all(value_of(state, slot) is not None for slot in self._handed.get(node, ()) if slot in need):
                yield state

    def told(self, state: CallState, slots: Iterable[str]) -> tuple[tuple[str, Hashable], ...]:
        """Give what slots answer."""
        return tuple((slot, self.facts.answer(slot, value_of(state, slot))) for slot in sorted(slots))

    def unseen(self, state: CallState) -> CallState:
        """Give the state of a call that waits, in which filling a slot that is not followed is noticed, with an equal value too."""
        followed = self.followed[state.node]
        slots = {name: value if name in followed else own(value) for name, value in state.slots.items()}
        return state.but(slots={**slots, MARK: True}, heard=state.heard and "heard" in followed)


def _may_be(copy: Copy, now: CallState, then: CallState) -> bool:
    """Whether what a slot holds now may have been copied from its source as it was then."""
    return copy.each or value_of(now, copy.slot) == look({"": value_of(then, copy.source)}, ("", *copy.path))


def with_values(state: CallState, values: Mapping[str, Any]) -> CallState:
    """Give a state in which slots hold these values; what is built in is a field of the state."""
    slots = {**state.slots, **{slot: value for slot, value in values.items() if slot not in BUILT_IN}}
    heard = values.get("heard") or ("yes" if state.heard else "no")
    return state.but(
        slots={name: value for name, value in slots.items() if value is not None},
        language=values.get("language") or state.language,
        pace=values.get("pace", state.pace) or "",
        heard=heard == "yes",
    )
