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
    """

    cases: Cases
    otherwise: Jump = field(metadata={"key": "else"})

    def enter(self, scene: Scene) -> Decision:
        for case in self.cases:
            if scene.holds(case.when):
                return GoTo(case.jump)
        return GoTo(self.otherwise)
