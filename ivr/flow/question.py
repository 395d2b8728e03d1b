"""What node kinds share: the fields every node has, and how every question asks, understands and misses."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import ClassVar

from ivr.flow.asking import doubt_question, missed, understand
from ivr.flow.decisions import Ask, Decision, Wait
from ivr.flow.events import ActionDone, DigitsPressed, Event, NoInput, SpeechHeard
from ivr.flow.fields import Assignments, Count, Jump, Option, Requires, Seconds, TextName
from ivr.flow.scene import Scene
from ivr.flow.words import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyNode(ABC):
    """Fields of every node: `set` fills slots on entering, `requires` wants an identity level first."""

    is_menu: ClassVar[bool] = False
    name: str = field(metadata={"key": None})
    set: Assignments = field(default_factory=dict)
    requires: Requires | None = None

    @abstractmethod
    def enter(self, scene: Scene) -> Decision:
        """Decide what happens when a call comes here."""

    def ask(self, scene: Scene) -> Decision:
        return self.enter(scene)

    def handle(self, scene: Scene, event: Event) -> Decision:
        """Decide about an event; one that belongs to another moment asks again."""
        return Ask()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(AnyNode):
    """Fields and manners of every node that asks.

    `notice` is said first and cannot be interrupted; `sms` is the text that `do: text` sends; `attempts` and `give_up`
    override the menu file's.
    """

    notice: Prompt = ()
    prompt: Prompt = ()
    timeout: Seconds | None = None
    attempts: Count | None = None
    give_up: Jump | None = None
    sms: TextName | None = None

    @abstractmethod
    def offer(self, scene: Scene) -> tuple[Option, ...]:
        """Give what may be chosen here and now."""

    @abstractmethod
    def put(self, scene: Scene) -> Decision:
        """Put the question in its own words."""

    def enter(self, scene: Scene) -> Decision:
        decision = self.put(scene)
        if not self.notice or not isinstance(decision, Wait):
            return decision
        return replace(decision, says=(*self.notice, *decision.says))

    def ask(self, scene: Scene) -> Decision:
        return doubt_question(scene, self.offer(scene)) or self.put(scene)

    def handle(self, scene: Scene, event: Event) -> Decision:
        return understand(scene, self.offer(scene), event) or self.other(scene, event)

    def other(self, scene: Scene, event: Event) -> Decision:
        """Decide about an event that chose nothing; one that belongs to another moment counts no error."""
        match event:
            case NoInput() | DigitsPressed() | SpeechHeard():
                return missed(event)
            case ActionDone("queued"):
                return Ask((scene.flow.fragment("text_sent"),))
        return Ask()


def without_text(options: tuple[Option, ...], possible: bool) -> tuple[Option, ...]:
    """Leave out what sends a text when there is no text, or no number to send it to."""
    return options if possible else tuple(option for option in options if option.jump.do != "text")
