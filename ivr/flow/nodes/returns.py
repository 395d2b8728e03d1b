"""Return: the end of a sub-flow."""

from dataclasses import dataclass

from ivr.flow.decisions import Decision
from ivr.flow.decisions import Return as ReturnDecision
from ivr.flow.fields import ReturnName
from ivr.flow.question import AnyNode
from ivr.flow.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(AnyNode):
    """Leave the sub-flow with one of the outcomes its file declares in `returns`.

    type: return
    outcome: verified

    结束子流程，交回一个结果。
    """

    outcome: ReturnName
    """The outcome, one of the file's `returns`.
    结果，必须写在本文件的 `returns` 里。"""

    def enter(self, scene: Scene) -> Decision:
        return ReturnDecision(self.outcome)
