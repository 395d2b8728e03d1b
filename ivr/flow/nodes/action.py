"""Action: something done outside the call or beside it, and where each of its outcomes leads."""

from dataclasses import dataclass, field
from typing import Any

from ivr.flow.commands import Continue
from ivr.flow.decisions import Decision, GoTo, Perform, Wait
from ivr.flow.events import ActionDone, Event
from ivr.flow.fields import ActionName, Args, Outcomes, SlotName
from ivr.flow.question import AnyNode
from ivr.flow.scene import Scene
from ivr.flow.words import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(AnyNode):
    """Do an action and go on by its outcome; every declared outcome has a target.

        type: action
        action: tickets.open
        with: {kind: voicemail, recording: "{recording}"}
        into: ticket
        outcomes: {opened: kept, joined: kept}

    A `prompt` is heard before the action runs: a caller who hangs up in it has changed nothing.

    执行一个动作（查询、登记等），按结果去不同的地方。
    """

    action: ActionName
    """The action that is done.
    要执行的动作。"""
    args: Args = field(default_factory=dict, metadata={"key": "with"})
    """What the action is given.
    交给动作的内容。"""
    into: SlotName | None = None
    """The slot that takes what the action found.
    动作查到的内容放进这个槽位。"""
    prompt: Prompt = ()
    """Said before the action runs; who hangs up in it has changed nothing.
    执行之前说的话；来电人在此时挂断，什么都不会改变。"""
    outcomes: Outcomes
    """Where each outcome of the action leads; all of them are needed.
    动作的每种结果各去哪里；一个都不能少。"""

    def enter(self, scene: Scene) -> Decision:
        if self.prompt:
            return Wait(Continue(), says=self.prompt, memo={"speaking": True}, question=False)
        return self.ask(scene)

    def ask(self, scene: Scene) -> Decision:
        return Perform(self.action, scene.arguments(self.args), memo={})

    def handle(self, scene: Scene, event: Event) -> Decision:
        if not isinstance(event, ActionDone):
            return self.ask(scene)
        fill: dict[str, Any] = {self.into: event.data or None} if self.into else {}
        return GoTo(self.outcomes[event.outcome], fill=fill)
