"""Choose: the first case that holds."""

from dataclasses import dataclass, field

from ivr.flow.decisions import Decision, GoTo
from ivr.flow.fields import Cases, Jump
from ivr.flow.question import AnyNode
from ivr.flow.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(AnyNode):
    """Go on by the first `when` that holds, else by `else`.

    type: choose
    cases: [{when: category is refund, goto: refund}]
    else: ask

    不说话，按第一个成立的条件去不同的地方。
    """

    cases: Cases
    """Tried in order; the first whose `when` holds is taken.
    按顺序检查；第一个 `when` 成立的生效。"""
    otherwise: Jump = field(metadata={"key": "else"})
    """Where a call goes when no case holds.
    都不成立时去哪里。"""

    def enter(self, scene: Scene) -> Decision:
        for case in self.cases:
            if scene.holds(case.when):
                return GoTo(case.jump)
        return GoTo(self.otherwise)
