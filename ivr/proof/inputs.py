"""What can happen while a call listens: every key, numbers and slips, silence, words of each sort, the ends of recordings and waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ivr.flow.asking import vocabulary
from ivr.flow.commands import Closing, Continue, Enqueue, Gather, Record
from ivr.flow.events import DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.flow.fields import Option
from ivr.flow.graph import Flow
from ivr.flow.nodes.collect import Collect
from ivr.flow.nodes.menu import Menu
from ivr.flow.nodes.queue import CALL_BACK, CHECK, TRANSFER, Queue
from ivr.flow.question import Question
from ivr.flow.scene import LEVELS, Scene
from ivr.proof import entries
from ivr.proof.entries import KEYS
from ivr.proof.facts import Facts

GIBBERISH = "xyzzy"
RECORDED = ("RE1", "https://carrier.example/RE1")


def question(scene: Scene, options: Iterable[Option]) -> tuple[str, ...]:
    """Name a question with its phase, offer and language."""
    phase = (f"{name}={value!r}" for name, value in sorted(scene.state.memo.items()))
    return (scene.state.node, scene.state.language, *phase, *(option.key for option in options))


@dataclass(slots=True)
class Inputs:
    """Gives what can happen at a place.

    What a question makes of keys and words goes by the question and its offer alone, so all of them are tried at the first place with
    that question, language and offer; at its other places one of those that do the same is enough.
    """

    facts: Facts
    swept: set[tuple[object, ...]] = field(default_factory=set)
    checked_at: str = ""

    def at(self, scene: Scene, listens: Closing) -> Iterator[Event]:
        """Yield every event that can come while the call listens so."""
        node = scene.flow.nodes[scene.state.node]
        match listens:
            case Gather():
                yield NoInput()
                yield from self._gathered(scene, node, listens)
            case Record():
                yield NoInput()
                yield from (RecordingDone(*RECORDED, 4, key) for key in ("#", "", "0", "*", "hangup"))
                yield RecordingDone(*RECORDED, 0)
            case Enqueue():
                wishes = node.wishes if isinstance(node, Queue) else ()
                yield from map(LeftQueue, ("bridged", "full", "failed"))
                yield from (LeftQueue("wish", wish) for wish in wishes)
            case Continue():
                yield NoInput()

    def wished(self, flow: Flow, node: str) -> Iterator[Event]:
        """Yield what an agent may wish of a caller in a talk; a check, which leads back to where it came from, at one node alone."""
        known = [name for name, queue in flow.queues.items() if queue.transfer is not None]
        yield from (LeftQueue("wish", f"{kind}:{name}") for kind in (TRANSFER, CALL_BACK) for name in known)
        self.checked_at = self.checked_at or node
        if node == self.checked_at:
            yield from (LeftQueue("wish", f"{CHECK}:{level}") for level in LEVELS if level is not None)

    def _gathered(self, scene: Scene, node: object, gather: Gather) -> Iterator[Event]:
        options = node.offer(scene) if isinstance(node, Question) else ()
        listed = vocabulary(scene, options).phrases.listed
        words = {key: text for text, key in reversed(list(listed.items()))}
        universals = scene.flow.menu_of(scene.state.node).universals
        live = (*(option.key for option in options), *(universal.key for universal in universals))
        keys = "".join(key for key in live if key and key in KEYS)
        name = (scene.state.node, scene.state.language, *sorted(scene.state.memo), *(option.key for option in options))
        every = name not in self.swept
        self.swept.add(name)
        if gather.finish and isinstance(node, Collect):
            yield from entries.inputs(node, self.facts.questions.get(node.into or "", ()), KEYS if every else keys)
        else:
            dead = next((key for key in KEYS if key not in keys), "")
            yield from map(DigitsPressed, KEYS if every else keys + dead)
        if every or not isinstance(node, Menu) or node.speech is not None or scene.state.memo:  # else a wrong key has done the same
            yield SpeechHeard(GIBBERISH)
        if every:
            yield from map(SpeechHeard, words.values())
            for sort in "=+":  # one option and one universal that may be doubted, unlike its phrase and inside a sentence
                text = next((text for key, text in words.items() if key.startswith(sort)), "")
                yield from (SpeechHeard(said) for said in (f"{text[:-1]}x", f"well {text} yes") if text)
        else:
            keyless = (f"+{universal.name}" for universal in universals if universal.key is None)
            yield from (SpeechHeard(words[key]) for key in keyless if key in words)
