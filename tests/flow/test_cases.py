"""Runs every case file in nodes/ and rules/: menus, and calls told step by step with what each step must lead to."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.flow import engine
from ivr.flow.commands import Command, Continue, Enqueue, Gather, Hangup, Play, Record, Say
from ivr.flow.events import (
    ActionDone,
    CallStarted,
    DialEnded,
    DigitsPressed,
    Event,
    HungUp,
    LeftQueue,
    NoInput,
    RecordingDone,
    Resumed,
    SpeechHeard,
)  # fmt: skip
from ivr.flow.graph import Flow
from ivr.flow.nodes import NODES
from ivr.flow.slots import Secret, look
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.flow.words import plain
from ivr.flow.world import World

HERE = Path(__file__).parent
FILES = (*sorted(HERE.glob("nodes/*.yaml")), *sorted(HERE.glob("rules/*.yaml")))
RECORDED = re.compile(r"(\d+)(?: by (.+))?")


@cache
def read(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(file.read_text(), yaml.CSafeLoader)
    return loaded


def all_cases() -> Iterator[Any]:
    for file in FILES:
        for place, case in enumerate(read(file)["cases"]):
            yield pytest.param(file, place, id=f"{file.parent.name}/{file.stem}: {case['name']}")


@dataclass
class Call:
    """A call as the carrier sees it; what the engine keeps goes through JSON at every step."""

    flow: Flow
    world: World
    kept: str
    turn: Turn | None = None

    def step(self, event: str) -> Turn:
        state = CallState.from_json(json.loads(self.kept))
        if event == "put off":
            assert self.turn is not None
            self.turn = engine.defer(self.flow, self.turn, self.world)
        else:
            self.turn = engine.step(self.flow, state, self.event(event), self.world)
        self.kept = json.dumps(self.turn.state.to_json())
        assert CallState.from_json(json.loads(self.kept)).to_json() == self.turn.state.to_json()
        return self.turn

    def event(self, told: str) -> Event:
        word, _, rest = told.partition(" ")
        match word, rest:
            case "started", facts:
                return CallStarted(yaml.safe_load(facts) if facts else {})
            case "keys", keys:
                return self.keys(keys)
            case "untold", keys:
                return DigitsPressed(keys)
            case "pound", "":
                return DigitsPressed("", finished=True)
            case "silence", "":
                return NoInput()
            case "say", text:
                return SpeechHeard(text)
            case "recorded", told:
                found = RECORDED.fullmatch(told)
                assert found, told
                return RecordingDone("RE1", "https://r/RE1", int(found[1]), found[2] or "")
            case "left", result:
                return LeftQueue(result)
            case "wish", wish:
                return LeftQueue("wish", wish)
            case "dial", status:
                return DialEnded(status)
            case "resumed", "":
                return Resumed()
            case "hung", "up":
                return HungUp()
            case "done", answer:
                return self.done(answer)
        raise AssertionError(f"no such event: {told}")

    def keys(self, keys: str) -> DigitsPressed:
        """Keys as the open question takes them: where # finishes, it is not among the digits.

        `untold` are keys of which the carrier does not say whether a finish key ended them.
        """
        asked = self.turn.commands[-1] if self.turn and self.turn.commands else None
        if isinstance(asked, Gather) and asked.finish and keys.endswith(asked.finish):
            return DigitsPressed(keys[:-1], finished=True)
        return DigitsPressed(keys, unfinished=True)

    def done(self, answer: str) -> ActionDone:
        """The wanted action's answer: with the data told, else with the sample that its declaration gives."""
        outcome, _, data = answer.partition(" ")
        assert self.turn is not None
        assert self.turn.wants is not None, "no action is wanted"
        name = self.turn.wants.action
        sample = self.flow.actions[name].outcomes[outcome]
        return ActionDone(outcome, yaml.safe_load(data) if data else sample or None, name)


def heard(commands: tuple[Command, ...]) -> list[str]:
    """What the caller hears; `!` before what no key can stop."""
    *before, closing = commands
    words = [("!", each) for each in before]
    if isinstance(closing, Gather):
        words += [("", each) for each in closing.words]
    return [mark + told(each) for mark, each in words]


def told(command: Command) -> str:
    match command:
        case Say(text, values):
            return plain(text, values)
        case Play(url):
            return f"play {url}"
    raise AssertionError(f"{command!r} is not spoken")


def closing(turn: Turn) -> str:
    if turn.wants is not None:
        return "wants"
    match turn.commands[-1]:
        case Gather():
            return "gather"
        case Record(most):
            return f"record {most}"
        case Enqueue(queue, entry):
            return f"enqueue {queue} {entry}"
        case Continue():
            return "continue"
        case Hangup():
            return "hangup"
    raise AssertionError(f"{turn.commands[-1]!r} closes nothing")


def expected_closing(step: Mapping[str, Any]) -> str:
    return "wants" if "wants" in step else step.get("closing", "gather")


def shown(args: Mapping[str, Any]) -> dict[str, Any]:
    """An action's arguments; a secret one as `secret 123456`."""
    return {name: f"secret {value.reveal()}" if isinstance(value, Secret) else value for name, value in args.items()}


def seen(turn: Turn, step: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a step, as far as the step tells it."""
    state, all_seen = turn.state, {"event": step["event"], "closing": closing(turn)}
    asked = turn.commands[-1] if turn.commands else None
    views: dict[str, Callable[[Any], Any]] = {
        "at": lambda _: state.node,
        "hears": lambda _: heard(turn.commands),
        "gather": lambda fields: {name: getattr(asked, name, None) for name in fields},
        "wants": lambda _: {turn.wants.action: shown(turn.wants.args)} if turn.wants else None,
        "errors": lambda _: state.errors,
        "slots": lambda slots: {path: look(state.slots, tuple(path.split("."))) for path in slots},
        "frames": lambda _: [frame.site for frame in state.frames],
        "history": lambda _: [visit.node for visit in state.history],
        "language": lambda _: state.language,
        "path": lambda _: list(state.path),
        "ended": lambda _: state.ended,
        "facts": lambda _: [" ".join(map(str, (type(fact).__name__, *astuple(fact)))) for fact in turn.facts],
    }
    return {**all_seen, **{name: views[name](step[name]) for name in step if name not in ("event", "closing")}}


@pytest.mark.parametrize(("file", "place"), list(all_cases()))
def test_a_call_goes_as_its_case_tells(file: Path, place: int, compiled: Callable[..., Flow], world: Callable[..., World]) -> None:
    cases = read(file)
    case = cases["cases"][place]
    given = case.get("given", {})
    flow = compiled(cases["menus"], {**cases.get("swap", {}), **case.get("swap", {})})
    began = engine.begin(flow).to_json() | ({"slots": given["slots"]} if "slots" in given else {})
    call = Call(flow, world(**given.get("world", {})), json.dumps(began))
    steps = [{"event": "started"}, *case["steps"]] if case["steps"][0]["event"].split()[0] != "started" else case["steps"]
    for number, step in enumerate(steps):
        want = {**step, "closing": expected_closing(step)} if "at" in step or len(step) > 1 else None
        got = seen(call.step(step["event"]), step)
        if want is not None:
            assert got == want, f"step {number}: {step['event']}"


@pytest.mark.parametrize("kind", NODES)
def test_every_node_type_has_cases(kind: str) -> None:
    assert (HERE / "nodes" / f"{kind}.yaml").is_file(), f"write tests/flow/nodes/{kind}.yaml"
