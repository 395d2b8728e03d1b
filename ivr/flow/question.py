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
    """Fields of every node."""

    is_menu: ClassVar[bool] = False
    name: str = field(metadata={"key": None})
    set: Assignments = field(default_factory=dict)
    """Slots that are filled when a call comes here.
    来电走到这里时填入的槽位。"""
    requires: Requires | None = None
    """The identity level a caller must have before this node is entered.
    进入这个节点之前，来电人必须达到的身份级别。"""

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
    """Fields and manners of every node that asks."""

    notice: Prompt = ()
    """Said before the prompt; cannot be interrupted by a key.
    在提示语之前说，按键不能打断。"""
    prompt: Prompt = ()
    """What is said; the options follow by themselves.
    要说的话；选项会自动跟在后面念出来。"""
    timeout: Seconds | None = None
    """Seconds of silence that count as no answer, where it is not the hotline's.
    安静多少秒算作没有回答；不写就用热线统一的秒数。"""
    attempts: Count | None = None
    """Errors a caller may make here, where it is not the menu file's.
    在这里最多可以错几次；不写就用菜单文件的次数。"""
    give_up: Jump | None = None
    """Where the last error leads, where it is not the menu file's.
    错到最后一次去哪里；不写就用菜单文件的去处。"""
    sms: TextName | None = None
    """The text message that `do: text` sends.
    选择 `do: text` 时发出的短信。"""

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
