"""How often anyone may guess: tries at a subject (an account, a number that rings) are watched over days, not per call.

A try takes its place before the question is asked, so that guesses made at the same time, or with an answer that gets lost,
are no more than guesses made one after another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ivr.storage.base import Unit
from ivr.storage.records import Try

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """So many tries within a time, and none for as long as that after the last of them."""

    most: int
    within: timedelta
    lasts: timedelta


ACCOUNT = (Rule(3, 30 * MINUTE, 30 * MINUTE), Rule(6, DAY, DAY), Rule(9, 7 * DAY, 7 * DAY))
"""Wrong answers about one account, wherever they come from."""
NUMBER = (Rule(6, DAY, DAY),)
"""Wrong answers from one number, whomever they are about."""
LOOK_UPS = (Rule(10, DAY, DAY),)
"""Phone numbers looked up for one number that rings."""
CODES = (Rule(3, 30 * MINUTE, 30 * MINUTE),)
"""Codes sent for one account."""
ALL = (*ACCOUNT, *NUMBER, *LOOK_UPS, *CODES)
MOST = max(rule.most for rule in ALL)
REMEMBERED = max(max(rule.within, rule.lasts) for rule in ALL)
"""How long a try counts: none may be forgotten sooner."""

Rules = Sequence[Rule]


def locked_until(tries: Sequence[datetime], rules: Rules, now: datetime) -> datetime | None:
    """Tell until when no try is possible after these, the newest first; None when one is."""
    ends = [tries[0] + rule.lasts for rule in rules if len(tries) >= rule.most and tries[rule.most - 1] > tries[0] - rule.within]
    return max((end for end in ends if end > now), default=None)


def left(tries: Sequence[datetime], rules: Rules, now: datetime) -> int:
    """Count the tries left until the next lock."""
    return min(rule.most - sum(each > now - rule.within for each in tries) for rule in rules)


Hash = Callable[[str], str]
"""A keyed hash."""


def watched_in_answers(hash_: Hash, account: str, caller: str) -> Mapping[str, Rules]:
    """Name what an answer about an account, given from a number, is watched under."""
    return {hash_(f"account {account}"): ACCOUNT, hash_(f"answers {caller}"): NUMBER}


def watched_in_look_ups(hash_: Hash, caller: str) -> Mapping[str, Rules]:
    """Name what the look-up of an account is watched under."""
    return {hash_(f"look-ups {caller}"): LOOK_UPS}


def watched_in_codes(hash_: Hash, account: str) -> Mapping[str, Rules]:
    """Name what the sending of a code is watched under."""
    return {hash_(f"codes {account}"): CODES}


@dataclass(frozen=True, slots=True)
class Standing:
    """How subjects stand together: tries `left`, and `minutes`, rounded up, for which none is possible; 0 when one is."""

    left: int
    minutes: int


def standing(unit: Unit, watched: Mapping[str, Rules], now: datetime) -> Standing:
    """Tell how subjects stand, each by its rules."""
    return _standing({subject: unit.tries(subject, MOST) for subject in watched}, watched, now)


def ask(unit: Unit, watched: Mapping[str, Rules], call_sid: str, now: datetime, *, counted: bool = False) -> Standing:
    """Take a place for one try at each subject, unless one of them is locked. What the call was asked before it has left unanswered."""
    unit.forget_tries(call_sid)
    while True:
        found = {subject: unit.tries(subject, MOST) for subject in watched}
        stands = _standing(found, watched, now)
        places = {subject: found[subject][0].place + 1 if found[subject] else 1 for subject in watched}
        if stands.minutes or all(unit.add_try(Try(subject, place, call_sid, now, counted)) for subject, place in places.items()):
            return stands
        unit.forget_tries(call_sid)


def _standing(found: Mapping[str, Sequence[Try]], watched: Mapping[str, Rules], now: datetime) -> Standing:
    times = {subject: [each.at for each in tries] for subject, tries in found.items()}
    ends = [end for subject, rules in watched.items() if (end := locked_until(times[subject], rules, now))]
    minutes = ceil((max(ends) - now) / MINUTE) if ends else 0
    return Standing(max(0, min(left(times[subject], rules, now) for subject, rules in watched.items())), minutes)
