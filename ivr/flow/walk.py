"""One turn's walk through the nodes: applies decisions to the real stack, history and slots until the call waits."""

from collections.abc import Mapping
from typing import Any

from ivr.errors import FlowError
from ivr.flow import task
from ivr.flow.asking import tail_of
from ivr.flow.commands import Closing, Command, Continue, Enqueue, Gather, Hangup, Words
from ivr.flow.decisions import Ask, Back, Call, Decision, End, Enter, GoTo, Miss, Perform, Repeat, Return, Up, Wait
from ivr.flow.events import ActionDone
from ivr.flow.fields import AGAIN, Assignments, Jump
from ivr.flow.graph import Flow, Node, file_of
from ivr.flow.journal import Chose, Ended, Entered, Fact, GaveUp, Missed, Performed, Preferred, Queued
from ivr.flow.scene import Scene
from ivr.flow.state import MANNERS, PATH, CallState, Frame
from ivr.flow.turn import Turn
from ivr.flow.words import Part
from ivr.flow.world import World

MAX_DECISIONS = 200
"""Nodes can point at each other; a turn that has not waited by then is a slip no caller should hear."""
RETRY = {"length": "wrong_length", "date": "wrong_date", "amount": "wrong_amount", "phone": "wrong_phone"}


class Walk:
    """The state as it changes within one turn, the facts to keep of it, and words said once before the question."""

    scenes: type[Scene] = Scene
    """How the call is seen on the way."""

    def __init__(self, flow: Flow, world: World, state: CallState) -> None:
        self.flow, self.world, self.state = flow, world, state
        self.facts: list[Fact] = []
        self.once: tuple[Words, ...] = ()
        self.missed = False
        self.repeating = False
        self._scene = self.scenes(flow, state, world)

    @property
    def scene(self) -> Scene:
        """The call as it is now; the same object until the state changes."""
        if self._scene.state is not self.state:
            self._scene = self.scenes(self.flow, self.state, self.world)
        return self._scene

    @property
    def node(self) -> Node:
        return self.flow.nodes[self.state.node]

    def note_done(self, done: ActionDone) -> None:
        """Keep that an action answered; one that changed something cannot be gone back over."""
        self.facts.append(Performed(self.state.node, done.action, done.outcome))
        if self.flow.actions[done.action].changes:
            self.state = task.close(self.flow, self.state)

    def run(self, decision: Decision) -> Turn:
        """Apply decisions until one of them closes the turn."""
        for _ in range(MAX_DECISIONS):
            match decision:
                case Wait():
                    return self._wait(decision)
                case Perform():
                    return self._perform(decision)
                case End(ending):
                    return self._end(ending)
                case _:
                    decision = self.apply(decision)
        raise FlowError(f'"{self.state.node}" did not wait within {MAX_DECISIONS} decisions')

    def apply(self, decision: Decision) -> Decision:
        """Apply one decision that does not close the turn; give what follows from it."""
        match decision:
            case GoTo():
                return self._go_to(decision)
            case Enter(target):
                return self._enter(target)
            case Ask(words, memo):
                return self._ask(self.scene.words(words), memo)
            case Miss():
                return self._miss(decision)
            case Back():
                return self._back()
            case Repeat(memo):
                return self._repeat(memo)
            case Up(by, key):
                return self._go_to(GoTo(Jump(task.up(self.flow, self.state)), by=by, key=key))
            case Call():
                return self._call(decision)
            case Return(outcome):
                return self._return(outcome)
        raise FlowError(f"{decision!r} cannot be applied")

    # going on

    def _go_to(self, decision: GoTo) -> Decision:
        jump = decision.jump
        if decision.by != "rule":
            self._note_choice(decision)
        self._say(decision.says)
        self._fill({**decision.fill, **self._given(jump.set)})
        if jump.do == "again":
            return self._again(decision.memo)
        if jump.do == "next":
            return Ask(memo=decision.memo)
        if jump.goto == AGAIN:
            return Miss("again", getattr(self.node, "again", ()))
        if jump.goto is None:
            raise FlowError(f'a jump of "{self.state.node}" leads nowhere')
        self.state = task.move(self.flow, self.state, jump.goto)
        return Enter(jump.goto)

    def _note_choice(self, decision: GoTo) -> None:
        state = self.state
        self.facts.append(Chose(state.node, decision.key, decision.by))
        path = (*state.path, f"{state.node}:{decision.key}")[-PATH:]
        if decision.jump.do != "again":
            state = state.but(said=(), spoken=0)
        self.state = state.but(path=path, acted=decision.by != "entry")
        self.facts += (Preferred(name, str(value)) for name, value in decision.jump.set.items() if name in MANNERS)

    def _enter(self, name: str) -> Decision:
        self.facts.append(Entered(name))
        self.state = self.state.but(node=name, memo={})
        node = self.node
        self._fill(self._given(node.set))
        if node.requires is not None and not self.scene.reaches(node.requires.level):
            if self.flow.identity is None:
                return GoTo(node.requires.otherwise)
            return Call(self.flow.identity, {"need": node.requires.level}, gate=True)
        return node.enter(self.scene)

    def _given(self, given: Assignments) -> dict[str, Any]:
        return {slot: self.scene.given(value) for slot, value in given.items()} if given else {}

    def _fill(self, values: Mapping[str, Any]) -> None:
        if values:
            slots = {**self.state.slots, **values}
            language, pace = slots.pop("language", self.state.language), slots.pop("pace", self.state.pace)
            known = {name: value for name, value in slots.items() if value is not None}
            fresh = (*self.state.fresh, *values) if self.state.acted else ()
            self.state = self.state.but(slots=known, language=language, pace=pace, fresh=fresh)

    def _call(self, decision: Call) -> Decision:
        self.state = task.call(self.state, Frame(self.state.node, self.state.errors, decision.gate))
        self._fill(decision.fill)
        return Enter(decision.target)

    def _return(self, outcome: str) -> Decision:
        frame, self.state = task.leave(self.state)
        if not frame.gate:
            return self.node.handle(self.scene, ActionDone(outcome))
        requires = self.node.requires
        if requires is not None and not self.scene.reaches(requires.level):
            return GoTo(requires.otherwise)
        return self.node.enter(self.scene)

    # asking again

    def _ask(self, words: tuple[Words, ...], memo: Mapping[str, Any] | None = None) -> Decision:
        self.once = words
        if memo is not None:
            self.state = self.state.but(memo=memo)
        return self.node.ask(self.scene)

    def _repeat(self, memo: Mapping[str, Any] | None) -> Decision:
        return self._say_again(0, memo)

    def _again(self, memo: Mapping[str, Any] | None) -> Decision:
        own = f"{self.state.node}/"
        first = next((place for place, name in enumerate(self.state.said) if name.startswith(own)), self.state.spoken)
        return self._say_again(first, memo)

    def _say_again(self, spoken: int, memo: Mapping[str, Any] | None) -> Decision:
        self.repeating = True
        self.state = self.state.but(spoken=spoken)
        return self._ask((), memo)

    def _back(self) -> Decision:
        moved = task.back(self.flow, self.state)
        if moved is None and (line := task.line(self.flow, self.state)) is not None:
            self.facts.append(GaveUp(self.state.node))
            self.state = self.state.but(said=(), spoken=0)
            return GoTo(Jump(line))
        if moved is None:
            return self._ask(self.scene.words((self.flow.fragment("at_top"),)), memo={})
        self.state = moved
        self.facts.append(Entered(moved.node))
        return self.node.enter(self.scene)

    def _miss(self, miss: Miss) -> Decision:
        self._fill(miss.fill)
        self.state = self.state.but(errors=self.state.errors + 1)
        self.facts.append(Missed(self.state.node, miss.why, self.state.errors))
        attempts = getattr(self.node, "attempts", None) or self.flow.menu_of(self.state.node).attempts
        if self.state.errors >= attempts:
            return self._give_up(miss)
        self.missed = True
        return self._ask(self.scene.words(miss.words or self._retry(miss)), miss.memo)

    def _retry(self, miss: Miss) -> tuple[Part, ...]:
        kind = miss.why if miss.why in ("no_input", "unclear") else "invalid"
        name = RETRY.get(miss.why) or f"{kind}_{min(self.state.errors, 2)}"
        is_in_phase = bool(self.state.memo if miss.memo is None else miss.memo)
        may_be_none = miss.why == "no_input" and getattr(self.node, "empty", None) is not None and not is_in_phase
        return tuple(map(self.flow.fragment, (name, "or_none") if may_be_none else (name,)))

    def _give_up(self, miss: Miss) -> Decision:
        self.facts.append(GaveUp(self.state.node))
        jump = task.way_out(self.flow, self.state)
        people = file_of(self.flow.give_up.goto or "")
        leads_to_people = file_of(jump.goto or "") == people != file_of(self.state.node)
        end = self.flow.fragment("no_input_end" if miss.why == "no_input" else "invalid_end")
        self.state = self.state.but(errors=0, said=(), spoken=0)
        return GoTo(jump, says=(end,) if leads_to_people else ())

    # closing the turn

    def _say(self, parts: tuple[Part, ...]) -> None:
        if parts:
            heard = [part.id for part in parts if self.scene.holds(part.when)]
            self.state = self.state.but(said=(*self.state.said, *heard))

    def _wait(self, wait: Wait) -> Turn:
        self._say(wait.says)
        self._fill(wait.fill)
        if wait.memo is not None:
            self.state = self.state.but(memo=wait.memo)
        if isinstance(wait.listen, Enqueue) and wait.memo is not None:
            self.facts.append(Queued(wait.listen.queue))
        if wait.question:
            self.state = task.visit(self.state)
        notices, before = self._unsaid()
        tail = self._tail(wait)
        return self._turn(notices, (*self.once, *before, *wait.words, *tail), wait.listen)

    def _unsaid(self) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        parts = [self.flow.parts[name] for name in self.state.said[self.state.spoken :]]
        if self.repeating:  # what is over by now is not said again
            parts = [part for part in parts if self.scene.holds(part.when)]
        notices = [part for part in parts if part.notice and not self.repeating]
        others = [part for part in parts if not part.notice or self.repeating]
        return self._speak(notices), self._speak(others)

    def _speak(self, parts: list[Part]) -> tuple[Words, ...]:
        """Speak what was said on the way; a part of a task that is over still knows the slots which that task has lost."""
        here = file_of(self.state.node)
        if all(file_of(part.id) == here for part in parts):
            return self.scene.speak(parts)
        earlier = self.scenes(self.flow, self.state.but(slots={**task.lost(self.state), **self.state.slots}), self.world)
        scenes = (self.scene if file_of(part.id) == here else earlier for part in parts)
        return tuple(words for scene, part in zip(scenes, parts, strict=True) for words in scene.speak((part,)))

    def _tail(self, wait: Wait) -> tuple[Words, ...]:
        if not wait.tail or (self.state.tail_heard and not self.missed):
            return ()
        self.state = self.state.but(tail_heard=True)
        return self.scene.words((tail_of(self.scene),))

    def _turn(self, notices: tuple[Words, ...], words: tuple[Words, ...], closing: Closing) -> Turn:
        commands: tuple[Command, ...]
        if isinstance(closing, Gather):
            commands = (*notices, closing.saying(words))
        else:
            commands = (*notices, *words, closing)
        state = self.state
        acted = state.acted and isinstance(closing, Continue)
        self.state = state.but(turn=state.turn + 1, spoken=len(state.said), acted=acted, fresh=state.fresh if acted else ())
        return Turn(self.state, commands, tuple(self.facts))

    def _perform(self, perform: Perform) -> Turn:
        self._say(perform.says)
        if perform.memo is not None:
            self.state = self.state.but(memo=perform.memo)
        return Turn(self.state, (), tuple(self.facts), perform)

    def put_off(self) -> Turn:
        """Close the turn before the wanted action: what was said is heard, and the action runs on the next request."""
        return self._wait(Wait(Continue(), memo={"speaking": True}, question=False))

    def _end(self, ending: str) -> Turn:
        if not self.state.ended:
            self.facts.append(Ended(ending))
        self.state = self.state.but(ended=self.state.ended or ending)
        return self._turn(*self._unsaid(), Hangup())
