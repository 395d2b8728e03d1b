"""What a question owes its caller: silence chooses nothing, a wrong key counts, every key that is alive is spoken, no message is lost."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from ivr.flow import engine
from ivr.flow.asking import find
from ivr.flow.commands import Gather
from ivr.flow.events import DialEnded, DigitsPressed, Event, LeftQueue, RecordingDone, Resumed
from ivr.flow.graph import Flow
from ivr.flow.journal import Chose, Performed
from ivr.flow.nodes.collect import Collect
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.words import Part, plain
from ivr.proof.doors import Spot, Step
from ivr.proof.explore import Edge, Explored, Place
from ivr.proof.failure import Failure, Found, at
from ivr.proof.turns import Answers, Oracle

STRAYS: tuple[Event, ...] = (Resumed(), DialEnded("completed"), LeftQueue("failed"), RecordingDone("", "", 0))
"""Events that come late, or a second time, while the call is already at something else."""


def takes_strays(explored: Found) -> Iterator[Failure]:
    """An event that belongs to another moment breaks nothing."""
    tried: set[tuple[object, ...]] = set()
    for place in explored.places:
        if (name := (place.node, type(place.listens), *place.state.memo)) in tried:
            continue
        tried.add(name)
        for event in STRAYS:
            try:
                engine.step(explored.flow, place.state, event, Oracle(explored.flow, {}))
            except Exception as error:
                what = f"the call breaks here by {type(event).__name__}, when it comes late: {type(error).__name__}: {error}"
                yield at("takes-strays", place, what, "Ask again at an event that belongs to another moment.")


def silence_chooses_nothing(explored: Found) -> Iterator[Failure]:
    """Whoever stays silent has chosen nothing and entered nothing."""
    for edge in explored.edges:
        if edge.silent and edge.source is not None:
            for fact in edge.facts:
                if isinstance(fact, Chose):
                    what = f'silence is taken here for "{fact.key}"'
                    yield Failure("silence-chooses-nothing", edge.source.node, what, "Count silence as an error, and ask again.", edge)


def slips_are_counted(explored: Found) -> Iterator[Failure]:
    """A key that chooses nothing is an error, so that people come after some."""
    for edge in explored.edges:
        if edge.turn is not None and not edge.facts and edge.source is not None and _is_slip(explored.flow, edge.source, edge.event):
            what = "a wrong key counts for nothing here, so nobody comes however often it is pressed"
            yield Failure("slips-are-counted", edge.source.node, what, "Count it as an error.", edge)


def _is_slip(flow: Flow, place: Spot, event: Event | None) -> bool:
    if not isinstance(event, DigitsPressed) or not isinstance(place, Place):
        return False
    listens, node = place.listens, flow.nodes[place.node]
    if not isinstance(listens, Gather) or listens.finish or "doubt" in place.state.memo:
        return False
    scene = Scene(flow, place.state, Oracle(flow, {}))
    return find(scene, node.offer(scene) if isinstance(node, Question) else (), event) is None


def nothing_half(explored: Found) -> Iterator[Failure]:
    """A message is kept at once, or by a draft: it is not lost when its caller hangs up."""
    flow = explored.flow
    for edge in explored.edges:
        match edge.event:
            case RecordingDone(seconds=seconds, key=key) if seconds and key not in ("0", "*") and edge.source is not None:
                if _is_kept_by_nothing(flow, edge) and flow.menu_of(edge.source.node).draft is None:
                    what = "what was recorded here is lost if the caller hangs up at the next question"
                    fix = 'Hand it to an action at once, or write "draft: ..." at the top of the menu file.'
                    yield Failure("nothing-half", edge.source.node, what, fix, edge)


def _is_kept_by_nothing(flow: Flow, edge: Edge | Step) -> bool:
    """Whether the call asks again, one way or another, and nothing was changed until then."""
    waiting, passed = [edge], set[Spot]()
    while waiting:
        step = waiting.pop()
        if step.target is None or any(isinstance(fact, Performed) and flow.actions[fact.action].changes for fact in step.facts):
            continue
        if isinstance(step.target, Place):
            return True
        if step.target not in passed:
            passed.add(step.target)
            waiting += step.target.edges
    return False


def keys_are_spoken(explored: Explored) -> Iterator[Failure]:
    """At every hour a question has words, and they name every key that has no label."""
    tried: set[tuple[object, ...]] = set()
    for place in explored.places:
        node = explored.flow.nodes[place.node]
        parts: tuple[Part, ...] = (*getattr(node, "notice", ()), *getattr(node, "prompt", ()))
        if not isinstance(place.listens, Gather) or not isinstance(node, Question) or place.came is None or not any(p.when for p in parts):
            continue
        usual = Scene(explored.flow, place.state, Oracle(explored.flow, {}))
        options = node.offer(usual)
        name = (place.node, place.state.language, *(option.key for option in options), *map(usual.holds, (part.when for part in parts)))
        if name not in tried:
            tried.add(name)
            yield from _unspoken(explored, place, place.came, node, parts)


def _unspoken(explored: Explored, place: Place, came: Edge, node: Question, parts: tuple[Part, ...]) -> Iterator[Failure]:
    asked = Oracle(explored.flow, {})
    Scene(explored.flow, place.state, asked).words(parts)
    for values in product((True, False), repeat=len(asked.asked)):
        answers: Answers = {**came.answers, **dict(zip(asked.asked, values, strict=True))}
        scene = Scene(explored.flow, place.state, Oracle(explored.flow, answers))
        said = [part for part in parts if scene.holds(part.when)]
        options = () if isinstance(node, Collect) else node.offer(scene)  # the keys of an entry are named where it is read back
        there = replace(came, answers=answers)
        if not said and parts and not any(option.line for option in options):
            yield Failure("keys-are-spoken", place.node, "nothing is said here at times", "Say something whatever the hour is.", there)
            continue
        texts = [part.texts[place.state.language] for part in said if part.texts]
        words = " ".join(plain(text, scene.fill(text)) for text in texts)
        for option in options:
            if option.line is None and option.key not in words:
                what = f"key {option.key} is alive here at times, and nothing says so"
                yield Failure("keys-are-spoken", place.node, what, "Say it whatever the hour is, or give the option a label.", there)
