"""Call: a sub-flow that looks like an action."""

from dataclasses import dataclass, field

from ivr.flow.decisions import Call as CallDecision
from ivr.flow.decisions import Decision, GoTo
from ivr.flow.events import ActionDone, Event
from ivr.flow.fields import Args, FlowName, Jump, Outcomes
from ivr.flow.question import AnyNode
from ivr.flow.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(AnyNode):
    """Walk through a sub-flow and go on by what it returns.

        type: call
        flow: identity.start
        with: {need: strong}
        outcomes: {verified: balance, failed: agent.topic}

    A caller who gives up inside goes to `else`; leaving it by goto, 0 or 9 abandons it.
    """

    flow: FlowName
    args: Args = field(default_factory=dict, metadata={"key": "with"})
    outcomes: Outcomes
    otherwise: Jump | None = field(default=None, metadata={"key": "else"})

    def enter(self, scene: Scene) -> Decision:
        return CallDecision(self.flow, scene.arguments(self.args))

    def handle(self, scene: Scene, event: Event) -> Decision:
        if isinstance(event, ActionDone):
            return GoTo(self.outcomes[event.outcome])
        return self.enter(scene)
