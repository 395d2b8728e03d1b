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
    """

    action: ActionName
    args: Args = field(default_factory=dict, metadata={"key": "with"})
    into: SlotName | None = None
    prompt: Prompt = ()
    outcomes: Outcomes

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
