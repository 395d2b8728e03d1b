"""The figures of a line, against calls that were counted by hand."""

from dataclasses import replace

import pytest

from ivr.agents.estimates import Range
from ivr.agents.figures import DAY, Call, Rules, figures

RULES = Rules()
NINE = 9 * 3_600_000
"""Nine o'clock of the first day, in milliseconds."""


def at(seconds: float) -> int:
    return NINE + round(seconds * 1000)


def queued(offered: float, **more: object) -> Call:
    """A call that is in line ten seconds after it began."""
    return replace(Call(offered=at(offered), queued=at(offered + 10), queue="refund"), **more)  # type: ignore[arg-type]


def answered(offered: float, waited: float, **more: object) -> Call:
    return queued(offered, answered=at(offered + 10 + waited), **more)


def hung_up(offered: float, waited: float) -> Call:
    return queued(offered, abandoned=at(offered + 10 + waited), ended=at(offered + 10 + waited))


CALLS = (
    # In the menus: two solved, of whom Carol rings again in an hour; one gives up; one had a wrong number.
    Call(offered=at(0), ended=at(60), caller="carol", topic="balance", is_solved=True),
    Call(offered=at(10), ended=at(90), caller="dan", topic="balance", is_solved=True),
    Call(offered=at(20), ended=at(50), caller="eve", topic="refund"),
    Call(offered=at(30), ended=at(34)),
    # Answered after 4, 20 and 21 seconds, and called back after 300 by one who had been promised two minutes, the one before it three.
    answered(3600, 4, caller="carol", topic="balance", talk=100_000, hold=20_000, wrap_up=30_000, is_transferred=False, score=1),
    answered(3700, 20, caller="fay", topic="refund", talk=200_000, wrap_up=10_000, is_transferred=True, score=4, is_asked_by_text=True),
    answered(3800, 21, topic="refund", promised=Range(60_000, 180_000), is_asked_by_text=True),
    answered(3900, 300, caller="gus", topic="refund", promised=Range(60_000, 120_000), has_callback=True, tries=1),
    # Hung up in line after 3, 15 and 60 seconds; one still waits, and one's callback is still to come.
    hung_up(4000, 3),
    hung_up(4100, 15),
    hung_up(4200, 60),
    queued(4300),
    queued(4400, has_callback=True),
    # Fay is back after six days for her refund, a day too late to be counted after eight.
    Call(offered=at(3700) + 6 * DAY, caller="fay", topic="refund", ended=at(3760) + 6 * DAY),
)

BY_HAND = {
    "offered": 14,
    "gross containment": 5 / 14,
    "net containment": 2 / 13,
    "verified containment": 1 / 7,
    "queued": 9,
    "answered": 3,
    "abandoned": 3,
    "abandonment": 3 / 9,
    "abandonment after 5 s": 2 / 9,
    "service level": 2 / 6,
    "service level 2": 4 / 6,
    "service level 3": 2 / 3,
    "speed of answer": (4 + 20 + 21) / 3,
    "half waited": 20,
    "nine in ten waited": 21,
    "talk time": (100 + 200) / 2,
    "wrap-up time": (30 + 10) / 2,
    "handling time": (150 + 210) / 2,
    "solved at first contact": 2 / 3,
    "transfer rate": 1 / 2,
    "satisfied": 1 / 2,
    "marks given": 2 / 4,
    "marks by text": 1 / 2,
    "estimates kept": 1 / 2,
    "estimates off by": ((21 - 180) + (300 - 120)) / 2,
    "callbacks": 2,
    "callbacks waited": 300,
    "callbacks at first try": 1 / 1,
}


def values(*calls: Call, rules: Rules = RULES) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in figures(calls, rules)}


def test_the_figures_are_those_counted_by_hand() -> None:
    assert values(*CALLS) == pytest.approx(BY_HAND)


def test_what_the_calls_do_not_tell_is_not_zero() -> None:
    told = values(Call(offered=at(0), ended=at(60)))
    assert told["service level"] is told["speed of answer"] is told["handling time"] is told["satisfied"] is None
    assert (told["offered"], told["net containment"]) == (1, 0.0)


def test_a_talk_that_nobody_timed_does_not_shorten_the_handling_time() -> None:
    told = values(answered(0, 5, talk=90_000), answered(100, 5), answered(200, 5, talk=30_000, wrap_up=15_000))
    assert (told["talk time"], told["handling time"]) == (60, 45)


def test_the_lines_are_drawn_where_the_rules_say() -> None:
    told = values(*CALLS, rules=Rules(answer_within=21_000, back_within=3_599_999, solved_for=5 * DAY))
    assert told["service level"] == pytest.approx(3 / 6)
    assert told["verified containment"] == pytest.approx(2 / 7)
    assert told["solved at first contact"] == 1.0


def test_who_rings_again_is_looked_for_among_all_calls_and_not_only_those_of_the_line() -> None:
    line = [call for call in CALLS if call.queue]
    assert {each.name: each.value for each in figures(line, RULES, CALLS)}["solved at first contact"] == pytest.approx(2 / 3)
    assert {each.name: each.value for each in figures(line, RULES)}["solved at first contact"] == 1.0


def test_every_figure_names_its_formula() -> None:
    assert all(figure.formula for figure in figures(CALLS, RULES))
