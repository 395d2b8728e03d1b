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

    走一遍子流程，按它返回的结果继续。
    """

    flow: FlowName
    """The first node of the sub-flow.
    子流程的第一个节点。"""
    args: Args = field(default_factory=dict, metadata={"key": "with"})
    """What the sub-flow is given: the slots its file `takes`.
    交给子流程的内容：它的文件在 `takes` 里写的槽位。"""
    outcomes: Outcomes
    """Where each outcome in the sub-flow's `returns` leads.
    子流程在 `returns` 里写的每种结果各去哪里。"""
    otherwise: Jump | None = field(default=None, metadata={"key": "else"})
    """Where a caller goes who gives up inside.
    来电人在里面放弃时去哪里。"""

    def enter(self, scene: Scene) -> Decision:
        return CallDecision(self.flow, scene.arguments(self.args))

    def handle(self, scene: Scene, event: Event) -> Decision:
        if isinstance(event, ActionDone):
            return GoTo(self.outcomes[event.outcome])
        return self.enter(scene)
