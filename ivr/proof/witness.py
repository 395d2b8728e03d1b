"""A way through the menus as a `.call` file: what must be so beforehand, and what the caller does."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ivr.errors import IVRError
from ivr.flow.commands import Continue, Gather
from ivr.flow.events import CallStarted, DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.flow.graph import Flow
from ivr.flow.state import CALLER
from ivr.proof.explore import Edge, Explored
from ivr.proof.turns import Question

ORDINARY = "2026-03-02 10:00"
WHO, WITHHELD = "+8613800001111", "anonymous"
REAL = {"queues.join": "joined", "calls.text": "queued"}
"""Outcomes that the application itself comes to on an ordinary day; given, they would leave out what they do."""


class NotWritable(IVRError):
    """The way cannot be given in a file: the world changes in the middle of the call."""


def as_call(explored: Explored, way: list[Edge], title: str) -> str:
    """Write a way as a `.call` file. Raises NotWritable when no such file can be."""
    lines = [f"# {title}", *_givens(explored.flow, way), _caller(way[0].event)]
    lines += [line for edge in way[1:] if (line := _does(explored.flow, edge))]
    return "\n".join(lines) + "\n"


def _caller(start: Event | None) -> str:
    known = isinstance(start, CallStarted) and CALLER in start.facts
    called = start.called if isinstance(start, CallStarted) else ""
    return f"caller {WHO if known else WITHHELD}" + (f" calls {called}" if called else "")


def _givens(flow: Flow, way: Iterable[Edge]) -> Iterator[str]:
    way = list(way)
    world = _one_day(way)
    closed = [hours for (kind, *hours), is_so in world.items() if kind == "is_open" and not is_so]
    yield f"given time {ORDINARY}"
    for name, queue in flow.queues.items():
        if [queue.hours] in closed:
            yield f"given closed {name} until 23:59"
    languages = list(flow.languages)
    words = " ".join(f"{language}=转账" if language == "zh" else f"{language}=transfers" for language in languages)
    if world.get(("incident",)):
        yield f"given incident {words} until 23:59"
    if world.get(("announcement",)):
        yield f"given announcement {words} until 23:59"
    for edge in way:
        match edge.event:
            case LeftQueue("bridged"):
                yield f"given queue {_queue(flow, edge)} answered after 1 talks 5"
            case LeftQueue("full"):
                yield f"given queue {_queue(flow, edge)} full"
            case LeftQueue("failed"):
                yield f"given queue {_queue(flow, edge)} fails"
    answered: dict[str, list[tuple[str, Any]]] = {}
    for edge in way:
        for done in edge.done:
            answered.setdefault(done.action, []).append((done.outcome, done.data))
    for action, outcomes in answered.items():
        if any(REAL.get(action) != outcome for outcome, _ in outcomes):
            told = [_outcome(flow, action, *each) for each in outcomes]
            while told[-2:-1] == told[-1:]:  # the last holds ever after
                told.pop()
            yield f"given {action} = {', '.join(told)}"


def _queue(flow: Flow, edge: Edge) -> str:
    assert edge.source is not None
    return str(getattr(flow.nodes[edge.source.node], "queue", ""))


def _outcome(flow: Flow, action: str, outcome: str, data: Any) -> str:
    sample = flow.actions[action].outcomes[outcome]
    if data == (sample or None) or not isinstance(data, Mapping):
        return outcome
    return f"{outcome} {{{', '.join(f'{name}: {_plain(value)}' for name, value in data.items())}}}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_plain(each)}' for name, each in value.items())}}}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _one_day(way: Iterable[Edge]) -> Mapping[Question, Any]:
    world: dict[Question, Any] = {}
    for edge in way:
        for question, answer in edge.answers.items():
            if world.setdefault(question, answer) != answer:
                raise NotWritable(f"{' '.join(question)} changes during the call")
    return world


def _does(flow: Flow, edge: Edge) -> str:
    match edge.event:
        case DigitsPressed("", finished=True):
            return "> #"
        case DigitsPressed(digits, finished=finished):
            return f"> {digits}{'#' if finished and not _is_full(edge, digits) else ''}" if digits else "> ~"
        case SpeechHeard(text):
            return f"> say {text}"
        case NoInput() if edge.source is not None and isinstance(edge.source.listens, Continue):
            return ""
        case NoInput():
            return "> ~"
        case RecordingDone(seconds=0):
            return "> ~"
        case RecordingDone(key="hangup"):
            return "> hang up"
        case RecordingDone(seconds=seconds, key=key):
            return f"> {key}" if key in ("0", "*") else f"> rec {seconds}"
        case LeftQueue("wish", wish):
            keys = flow.queues[_queue(flow, edge)].keys
            return f"> {next((key for key, each in keys.items() if each.wish == wish), '~')}"
    return ""


def _is_full(edge: Edge, digits: str) -> bool:
    """Tell whether as many keys as are taken are pressed: a pound after them would be heard by the next question."""
    listens = edge.source.listens if edge.source else None
    return isinstance(listens, Gather) and listens.keys == len(digits)
