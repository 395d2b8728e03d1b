"""One turn: step the engine, do its actions and write it all in one short transaction."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TypeGuard

from ivr.compiler.library import Library
from ivr.errors import FlowError, TurnTaken
from ivr.flow import engine
from ivr.flow.commands import Command, Hangup
from ivr.flow.decisions import Perform
from ivr.flow.events import ActionDone, CallStarted, Event, HungUp, Resumed
from ivr.flow.graph import Flow
from ivr.flow.journal import Fact, Preferred
from ivr.flow.numbers import abroad
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.service import offers
from ivr.service.actions.asked import Asked, Outside
from ivr.service.actions.context import TOLD, Caller, Context, Performer
from ivr.service.asking import UNAVAILABLE
from ivr.service.clock import ServiceWorld
from ivr.service.lookups import look_up_later
from ivr.service.marks import ask_by_text
from ivr.service.moves import left
from ivr.service.notices import close_at_last, close_later
from ivr.service.slots import Slots
from ivr.service.switches import Switchboard
from ivr.service.written import as_json, encode, facts_json
from ivr.storage.base import Store, Unit
from ivr.storage.records import CallRow, Profile
from ivr.storage.sealed import Numbers

Render = Callable[[Flow, tuple[Command, ...], int, str], str]
"""Render the commands of a turn of that number, at a pace."""
JOIN = "queues.join"
"""A place in line is part of a call that is kept: a first turn speaks, and joins with the next."""
MOST_STEPS = 50
"""Of one turn; actions can lead to one another, and a turn that goes on so is a slip no caller should wait for."""
ADOPTED = "menus"
"""In a kept state: the version of the menus that took over a call whose own cannot be had any more."""


@dataclass(frozen=True, slots=True)
class Request:
    """One turn request: which call, which turn, from and to whom, and what happened; of a callback, its entry, and what is wished."""

    sid: str
    n: int
    event: Event
    caller: str = ""
    called: str = ""
    entry: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to a turn request, the event it was taken with, and what the log may tell of it."""

    answer: str
    event: Event
    node: str
    turn: int
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What turns are taken with.

    `outside` actions are done before the transaction, in at most half of a worker's threads at once: `slots_outside`.
    `first` names what is asked outside, in the same way, before an inside action is done; it is told the outcome, or not done without.
    `looks_up` tells that there is a wallet in which the worker can look up who rings.
    """

    store: Store
    library: Library
    switchboard: Switchboard
    numbers: Numbers
    inside: Mapping[str, Performer]
    render: Render
    clock: Callable[[], datetime]
    draw: Callable[[int], int]
    outside: Mapping[str, Outside] = field(default_factory=dict)
    first: Mapping[str, Outside] = field(default_factory=dict)
    looks_up: bool = False
    slots_outside: Slots = field(default_factory=Slots)


class OneTurn:
    """One turn being taken, or the end of a call being kept. Raises TurnTaken when another has taken it meanwhile."""

    def __init__(self, means: Means, request: Request, row: CallRow | None) -> None:
        self.means, self.request, self.row = means, request, row
        self.now = means.clock()
        self.flow, self.state = self._load()
        self.world = ServiceWorld(self.flow, self.now, means.switchboard.on(self.now), row.started_at if row else None)
        self.facts: list[Fact] = []
        self.steps = 0

    def _load(self) -> tuple[Flow, CallState]:
        library = self.means.library
        if self.row is None:
            return library.current, engine.begin(library.current)
        kept = json.loads(self.row.state)
        flow = library.version(kept.pop(ADOPTED, self.row.version))
        state = CallState.from_json(kept)
        return (flow, state) if flow is not None else (library.current, engine.adopt(library.current, state))

    def take(self) -> Taken:
        if self.row is not None and self.row.ending:
            hung_up = self.means.render(self.flow, (Hangup(),), self.row.turn, "")
            return Taken(hung_up, self.request.event, self.state.node, self.row.turn)
        event = self._event()
        turn = self._outside(self._step(self.state, event))
        with self.means.store.unit() as unit:
            left(unit, self.request.sid, self.request.event, self.now)
            turn = self._inside(unit, turn)
            answer = self.means.render(self.flow, turn.commands, turn.state.turn, turn.state.pace)
            self._write(unit, turn.state, answer)
            if self.row is None and self.request.entry:
                self._reach(unit)
        return Taken(answer, event, turn.state.node, turn.state.turn)

    def _reach(self, unit: Unit) -> None:
        """Go on with the place in line of a caller who was called back. Raises TurnTaken if they are reached already."""
        entry = self.request.entry
        if not (unit.reach(entry, self.request.sid, self.now) and unit.settle_callback(entry, "reached")):
            raise TurnTaken(f"{entry} waits at home no more")
        if self.request.wish:
            unit.wish(entry, self.request.wish)
            offers.withdraw(unit, entry, self.now)

    def close(self) -> None:
        """Keep the draft, ask for a mark, name the ending, and wipe what the state knows of the caller."""
        turn = self._step(self.state, HungUp())
        with self.means.store.unit() as unit:
            turn = self._inside(unit, turn)
            wiped = CallState(turn.state.language, turn=turn.state.turn, ended=turn.state.ended)
            offers.leave(unit, self.request.sid, "gone", self.now)
            if self.row is not None:
                ask_by_text(unit, self.flow, self.state, self.row, self.now)
            unit.forget_tries(self.request.sid)
            unit.close_call(self.request.sid, self.now, as_json(wiped), facts_json(self.facts), turn.state.ended)

    def _event(self) -> Event:
        if self.row is None:
            begun = self.request.event if isinstance(self.request.event, CallStarted) else CallStarted()
            caller = {"caller": {"last4": self.request.caller[-4:]}} if _is_number(self.request.caller) else {}
            return CallStarted({**begun.facts, **caller}, self.request.called, begun.at)
        return self.request.event if self.request.n == self.row.turn else Resumed()

    def _step(self, state: CallState, event: Event) -> Turn:
        turn = engine.step(self.flow, state, event, self.world)
        self.facts += turn.facts
        self.steps += 1
        return turn

    def _outside(self, turn: Turn) -> Turn:
        """Do the one outside action a turn may have, before any transaction; a second waits for the next turn."""
        if turn.wants is not None and (ask := self.means.first.get(turn.wants.action)):
            done = self._perform_outside(ask, turn.wants)
            if done.outcome != UNAVAILABLE.outcome:
                return replace(turn, wants=replace(turn.wants, args={**turn.wants.args, TOLD: done.outcome}))
        elif self._is_outside(turn.wants):
            done = self._perform_outside(self.means.outside[turn.wants.action], turn.wants)
        else:
            return turn
        turn = self._step(self._noting_unsure(turn.state, turn.wants, done), done)
        return engine.defer(self.flow, turn, self.world) if self._is_outside(turn.wants) else turn

    def _noting_unsure(self, state: CallState, wants: Perform, done: ActionDone) -> CallState:
        """Keep the key of a change whose answer is missing, until another change is asked for or an answer comes."""
        if not self.flow.actions[wants.action].changes:
            return state
        return state.but(unsure=self._key(wants) if done.outcome == UNAVAILABLE.outcome else "")

    def _is_outside(self, wants: Perform | None) -> TypeGuard[Perform]:
        return wants is not None and self.flow.actions[wants.action].where == "outside"

    def _perform_outside(self, ask: Outside, wants: Perform) -> ActionDone:
        with self.means.slots_outside.place() as has_place:
            done = ask(self._asked(wants)) if has_place else UNAVAILABLE
        return replace(done, action=wants.action)

    def _asked(self, wants: Perform) -> Asked:
        return Asked(wants.args, self._key(wants), self.world, lambda: self.means.numbers.open(self._caller.sealed))

    def _inside(self, unit: Unit, turn: Turn) -> Turn:
        while turn.wants is not None:
            if self.steps > MOST_STEPS:
                raise FlowError(f'"{turn.state.node}" goes from action to action and never asks')
            if self._is_outside(turn.wants) or (self.row is None and turn.wants.action == JOIN):
                return engine.defer(self.flow, turn, self.world)
            done = self.means.inside[turn.wants.action](self._context(unit, turn), turn.wants.args)
            turn = self._step(turn.state, replace(done, action=turn.wants.action))
        return turn

    def _context(self, unit: Unit, turn: Turn) -> Context:
        assert turn.wants is not None
        return Context(
            unit=unit,
            world=self.world,
            state=turn.state,
            sid=self.request.sid,
            caller=self._caller,
            key=self._key(turn.wants),
            seal=self._seal,
            hash=self.means.numbers.hash,
            draw=self.means.draw,
        )

    def _key(self, wants: Perform) -> str:
        """Name the effect: by its arguments if it is had once a call, else by the turn; a change that may have been made keeps its name."""
        action, turn = self.flow.actions[wants.action], self.row.turn if self.row is not None else 0
        names = action.once_per or (sorted(wants.args) if action.changes and action.where == "outside" else ())
        if not names:
            return f"{self.request.sid}:{turn}:{self.steps}:{wants.action}"
        named = json.dumps([wants.args.get(name) for name in names], sort_keys=True)
        key = f"{self.request.sid}:{wants.action}:{hashlib.sha256(named.encode()).hexdigest()}"
        if action.once_per:
            return key
        return self.state.unsure if self.state.unsure.startswith(key) else f"{key}:{turn}"

    @cached_property
    def _caller(self) -> Caller:
        if self.row is not None:
            return Caller(self.row.caller_hash, self.row.caller_sealed)
        return self._seal(self.request.caller) if _is_number(self.request.caller) else Caller("", "")

    def _seal(self, number: str) -> Caller:
        whole = abroad(number)
        return Caller(self.means.numbers.hash(whole), self.means.numbers.seal(whole))

    def _as_kept(self, state: CallState) -> str:
        """Write the state; it names the menus when they are not those the call began on."""
        adopted = self.row is not None and self.row.version != self.flow.version
        return encode(state.to_json() | {ADOPTED: self.flow.version}) if adopted else as_json(state)

    def _write(self, unit: Unit, state: CallState, answer: str) -> None:
        facts, kept = facts_json(self.facts), self._as_kept(state)
        if any(isinstance(fact, Preferred) for fact in self.facts):
            unit.keep_profile(self._caller.hash, Profile(state.language, state.pace))
        if state.ended:
            close_later(unit, self.request.sid, self.now)  # the carrier's notice of the end may never come
        if self.row is not None:
            unit.save_turn(self.request.sid, self.row.turn, kept, answer, facts, state.ended)
            return
        close_at_last(unit, self.request.sid, self.now)
        if self.means.looks_up and self._caller.hash:
            look_up_later(unit, self.request.sid, self.now)
        unit.start_call(
            CallRow(
                sid=self.request.sid,
                turn=state.turn,
                version=self.flow.version,
                state=kept,
                answer=answer,
                caller_hash=self._caller.hash,
                caller_sealed=self._caller.sealed,
                called=self.request.called,
                started_at=self.now,
                ending=state.ended,
            ),
            facts,
        )


def _is_number(caller: str) -> bool:
    return caller.isascii() and caller.lstrip("+").isdecimal() and len(caller) >= 4
