"""How the callers of a floor fared by what they were told of their wait, and what a moving average would have told them."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import mean

from ivr.agents.estimates import Range
from ivr.agents.figures import Call
from ivr.agents.model import MINUTE

LONG = MINUTE
"""Who waits longer should have been told."""


@dataclass
class Score:
    """How the callers of some floors fared by what they were told: the shares, and widths and tops in minutes."""

    waited_long: int
    given: float
    told: int
    kept: float
    kept_of_answered: float
    width: float
    top: float

    def __str__(self) -> str:
        return (
            f"{self.given:.1%} of {self.waited_long:,} who waited over a minute were told; of {self.told:,} told {self.kept:.1%} "
            f"({self.kept_of_answered:.1%} of the answered) waited no longer; width {self.width:.2f} of {self.top:.2f} min"
        )


def score(calls: Sequence[tuple[Call, Range | None]]) -> Score:
    over = [(call, told) for call, told in calls if call.waited is not None]
    long = [told is not None for call, told in over if (call.waited or 0) > LONG]
    told = [(call.answered is not None, (call.waited or 0) <= told.top, told) for call, told in over if told]
    return Score(
        waited_long=len(long),
        given=mean(long),
        told=len(told),
        kept=mean(kept for _, kept, _ in told),
        kept_of_answered=mean(kept for is_answered, kept, _ in told if is_answered),
        width=mean(each.top - each.low for _, _, each in told) / MINUTE,
        top=mean(each.top for _, _, each in told) / MINUTE,
    )


def moving_average(calls: Mapping[str, Call], told_of: Container[str]) -> Mapping[str, Range]:
    """Give what a PBX would tell some callers: three parts of what it was and one of the newest wait, in minutes."""
    joins = [(call.queued or 0, 1, name) for name, call in calls.items() if name in told_of]
    answers = [(call.answered, 0, name) for name, call in calls.items() if call.answered is not None]
    told, hold = {}, dict[str, float]()
    for _, is_join, name in sorted(joins + answers):
        call = calls[name]
        if not is_join:
            waited = call.waited or 0
            hold[call.queue] = (3 * hold.get(call.queue, waited) + waited) / 4
        elif call.queue in hold:
            minutes = ceil(hold[call.queue] / MINUTE) * MINUTE
            told[name] = Range(minutes, minutes)
    return told
