"""What a line is measured by: figures reckoned from calls, each with the formula it was reckoned by.

A figure that the calls do not tell has no value. It is never zero for want of knowledge.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from ivr.agents.estimates import Range
from ivr.agents.model import SECOND

DAY = 86_400 * SECOND

Unit = Literal["calls", "share", "seconds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as far as it is known; None is what nobody kept or what did not happen. Moments and spans are in milliseconds.

    `caller` is any name that is always the same for the same number, empty for a number withheld. Who `abandoned` hung up in line; who
    took a `callback` did not, and is answered when they are connected. `promised` is the wait they were told; `tries` counts
    the calls made to reach them, when no more are made; `score` goes from 1, very satisfied, to 5; who `is_asked_by_text` gives it so.
    """

    offered: int
    ended: int | None = None
    caller: str = ""
    topic: str = ""
    is_solved: bool = False
    queue: str = ""
    queued: int | None = None
    answered: int | None = None
    abandoned: int | None = None
    talk: int | None = None
    hold: int | None = None
    wrap_up: int | None = None
    is_transferred: bool | None = None
    promised: Range | None = None
    has_callback: bool = False
    tries: int | None = None
    score: int | None = None
    is_asked_by_text: bool = False

    @property
    def waited(self) -> int | None:
        """How long it was in line, if that is over."""
        end = self.answered if self.answered is not None else self.abandoned
        return None if end is None or self.queued is None else end - self.queued

    @property
    def handling(self) -> int | None:
        """How long an agent was busy with it."""
        return None if self.talk is None or self.wrap_up is None else self.talk + (self.hold or 0) + self.wrap_up


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the lines are drawn, in milliseconds."""

    answer_within: int = 20 * SECOND
    wrong_number: int = 10 * SECOND
    """A call shorter than this was not for us."""
    short_wait: int = 5 * SECOND
    back_within: int = DAY
    """Who rings again for the same within this time had not been helped by the menus."""
    solved_for: int = 7 * DAY


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, None when the calls do not tell it, and the formula that gave it."""

    name: str
    value: float | None
    unit: Unit
    formula: str


def figures(calls: Sequence[Call], rules: Rules, everything: Sequence[Call] | None = None) -> list[Figure]:
    """Reckon all figures of some calls. `everything` are the calls among which a caller may have rung again, if they are more."""
    again = _Again(calls if everything is None else everything)
    return [*_of_menus(calls, rules, again), *of_line(calls, rules), *_of_people(calls, rules, again), *of_promises(calls)]


def _of_menus(calls: Sequence[Call], rules: Rules, again: "_Again") -> Iterator[Figure]:
    real = [call for call in calls if call.ended is None or call.ended - call.offered >= rules.wrong_number]
    solved = [call for call in real if call.is_solved and call.queued is None]
    known = [call for call in real if call.caller]
    stayed = [call for call in solved if call.caller and not again.rang(call, rules.back_within)]
    over = f"calls of {_seconds(rules.wrong_number)} or longer"
    yield Figure("offered", len(calls), "calls", "calls that the menus answered")
    yield _share("gross containment", _count(call.queued is None for call in calls), len(calls), "calls that never were in line / offered")
    yield _share("net containment", len(solved), len(real), f"calls solved without the line / {over}")
    within = f"no call for the same within {_days(rules.back_within)}"
    yield _share("verified containment", len(stayed), len(known), f"calls solved without the line, and {within} / {over}, numbers known")


def of_line(calls: Sequence[Call], rules: Rules) -> Iterator[Figure]:
    """Reckon how long people waited and how many were answered."""
    queued = [call for call in calls if call.queued is not None]
    live = [call for call in queued if not call.has_callback]
    answered = [call.waited for call in live if call.answered is not None and call.waited is not None]
    left = [call.waited for call in live if call.abandoned is not None and call.waited is not None]
    long = [wait for wait in left if wait >= rules.short_wait]
    soon = _count(wait <= rules.answer_within for wait in answered)
    gone = _count(wait <= rules.answer_within for wait in left)
    both, time, short = len(answered) + len(left), _seconds(rules.answer_within), _seconds(rules.short_wait)
    yield Figure("queued", len(queued), "calls", "calls that were in line")
    yield Figure("answered", len(answered), "calls", "calls connected to an agent out of the line; callbacks are counted apart")
    yield Figure("abandoned", len(left), "calls", "calls hung up in line; who took a callback has not")
    yield _share("abandonment", len(left), len(queued), "abandoned / queued")
    yield _share(f"abandonment after {short}", len(long), len(queued), f"abandoned after {short} or later / queued")
    yield _share("service level", soon, both, f"answered within {time} / (answered + abandoned)")
    yield _share("service level 2", soon + gone, both, f"(answered + abandoned within {time}) / (answered + abandoned)")
    yield _share("service level 3", soon, len(answered), f"answered within {time} / answered")
    yield _mean("speed of answer", answered, "wait of the answered / answered")
    yield _quantile("half waited", answered, 0.5)
    yield _quantile("nine in ten waited", answered, 0.9)


def _of_people(calls: Sequence[Call], rules: Rules, again: "_Again") -> Iterator[Figure]:
    helped = [call for call in calls if call.answered is not None]
    known = [call for call in helped if call.is_transferred is not None]
    scores = [call.score for call in helped if call.score is not None]
    named = [call for call in helped if call.caller]
    stayed = [call for call in named if not again.rang(call, rules.solved_for)]
    yield _mean("talk time", [call.talk for call in helped if call.talk is not None], "talk / handled")
    yield _mean("wrap-up time", [call.wrap_up for call in helped if call.wrap_up is not None], "end of talk to agent free / handled")
    yield _mean("handling time", [call.handling for call in helped if call.handling is not None], "(talk + hold + wrap-up) / handled")
    within = f"no call for the same within {_days(rules.solved_for)}"
    yield _share("solved at first contact", len(stayed), len(named), f"answered, and {within} / answered, numbers known")
    yield _share("transfer rate", _count(bool(call.is_transferred) for call in known), len(known), "transferred or handed over / handled")
    yield _share("satisfied", _count(score <= 2 for score in scores), len(scores), "marks of 1 or 2 out of 5 / marks")
    yield _share("marks given", len(scores), len(helped), "marks / answered")
    by_text = [call.score is not None for call in helped if call.is_asked_by_text]
    yield _share("marks by text", _count(by_text), len(by_text), "marks sent back / asked by text")


def of_promises(calls: Sequence[Call]) -> Iterator[Figure]:
    """Reckon what came of estimates and callbacks."""
    told = [(call.promised.top, call.waited) for call in calls if call.promised]
    kept = [(promised, waited) for promised, waited in told if waited is not None]
    back = [call for call in calls if call.has_callback]
    yield _share("estimates kept", _count(waited <= promised for promised, waited in kept), len(kept), "waited no longer than told / told")
    yield _mean("estimates off by", [waited - promised for promised, waited in kept], "(wait - longest wait told) / told")
    yield Figure("callbacks", len(back), "calls", "callers who took a callback")
    waits = [call.waited for call in back if call.answered is not None and call.waited is not None]
    yield _mean("callbacks waited", waits, "time from the booking to the talk / callbacks reached")
    rung = [call for call in back if call.tries is not None]
    at_once = _count(call.tries == 1 and call.answered is not None for call in rung)
    yield _share("callbacks at first try", at_once, len(rung), "reached at the first try / callbacks rung until they ended")


class _Again:
    """Who rang again for the same, of callers whose number is known."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._times: dict[tuple[str, str], list[int]] = defaultdict(list)
        for call in sorted(calls, key=lambda call: call.offered):
            self._times[call.caller, call.topic].append(call.offered)

    def rang(self, call: Call, within: int) -> bool:
        """Tell whether the caller rang again for the same within a time after this call."""
        times = self._times[call.caller, call.topic]
        later = bisect_right(times, call.offered)
        return later < len(times) and times[later] <= call.offered + within


def _count(claims: Iterable[bool]) -> int:
    return sum(claims)


def _share(name: str, part: int, whole: int, formula: str) -> Figure:
    return Figure(name, part / whole if whole else None, "share", formula)


def _mean(name: str, times: Sequence[int], formula: str) -> Figure:
    return Figure(name, sum(times) / len(times) / SECOND if times else None, "seconds", formula)


def _quantile(name: str, times: Sequence[int], share: float) -> Figure:
    place = ceil(len(times) * share) - 1
    return Figure(name, sorted(times)[place] / SECOND if times else None, "seconds", f"{share:.0%} of the answered waited no longer")


def _seconds(span: int) -> str:
    return f"{span / SECOND:g} s"


def _days(span: int) -> str:
    return f"{span / DAY:g} days" if span != DAY else "a day"
