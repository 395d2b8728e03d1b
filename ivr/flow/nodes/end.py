"""End: last words, and the name the call's ending is counted under."""

from dataclasses import dataclass

from ivr.flow.asking import listen_in_passing, understand
from ivr.flow.decisions import Ask, Decision, GoTo, Wait
from ivr.flow.decisions import End as EndDecision
from ivr.flow.events import DigitsPressed, Event, NoInput, Resumed, SpeechHeard
from ivr.flow.fields import Jump, Name
from ivr.flow.question import AnyNode
from ivr.flow.scene import Scene
from ivr.flow.words import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class End(AnyNode):
    """Say goodbye and hang up; the last words are still a question of one second, so that 0 is never dead.

    type: end
    prompt: {zh: 感谢您的来电，再见。, en: Thank you for calling. Goodbye.}
    ending: goodbye

    道别，然后挂断；最后一秒仍可以按 0。
    """

    prompt: Prompt = ()
    """The last words.
    最后说的话。"""
    ending: Name
    """The name this ending is counted under.
    统计时这种结束方式的名称。"""

    def enter(self, scene: Scene) -> Decision:
        return Wait(listen_in_passing(scene), says=self.prompt, memo={}, question=False)

    def ask(self, scene: Scene) -> Decision:
        return Wait(listen_in_passing(scene), memo={}, question=False)

    def handle(self, scene: Scene, event: Event) -> Decision:
        match event:
            case DigitsPressed() | SpeechHeard() | NoInput():
                decision = understand(scene, (), event)
                return EndDecision(self.ending) if decision is None or self._is_goodbye(scene, decision) else decision
            case Resumed():
                return GoTo(Jump(do="again"))
        return Ask()

    def _is_goodbye(self, scene: Scene, decision: Decision) -> bool:
        """Whether the caller only says goodbye too, or nothing that can be asked about in one second."""
        match decision:
            case Ask():
                return True
            case GoTo(Jump(goto=str(target))):
                return isinstance(scene.flow.nodes[target], End)
        return False
