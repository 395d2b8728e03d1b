"""Who takes whom: one case a rule."""

import doctest
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.agents.model import ALWAYS, Agent, Level, Offer, Waiting
from ivr.agents.routing import dispatch, position

NOW = 1_000_000
CAROL = Waiting("carol", "refund", NOW - 60_000, "zh", frozenset({"refund"}))
DAN = replace(CAROL, id="dan", arrived=NOW - 30_000)
EVE = Waiting("eve", "security", NOW - 10_000, "en", frozenset({"security"}))
ANA = Agent("ana", {"refund": 1}, frozenset({"zh"}), ready_since=NOW - 5_000)
BEN = Agent("ben", {"refund": 1, "security": 1}, frozenset({"zh", "en"}), ready_since=NOW - 9_000)
SOL = replace(BEN, id="sol", level=Level.SUPERVISOR, ready_since=0)


def offers(waiting: Sequence[Waiting], agents: Sequence[Agent], now: int = NOW) -> list[tuple[str, str]]:
    return [(offer.entry, offer.agent) for offer in dispatch(waiting, agents, now)]


def test_the_first_to_arrive_is_offered_whatever_the_order_they_are_told_in() -> None:
    assert dispatch([DAN, CAROL], [ANA], NOW) == dispatch([CAROL, DAN], [ANA], NOW) == [Offer("carol", "ana")]


def test_who_arrived_in_the_same_millisecond_goes_by_id() -> None:
    assert offers([replace(DAN, arrived=CAROL.arrived), CAROL], [ANA]) == [("carol", "ana")]


@pytest.mark.parametrize(("head_start", "first"), [(29_999, "carol"), (30_001, "dan")])
def test_a_head_start_is_worth_its_seconds_and_no_more(head_start: int, first: str) -> None:
    assert offers([CAROL, replace(DAN, head_start=head_start)], [ANA]) == [(first, "ana")]


@pytest.mark.parametrize(
    "unfit",
    [
        pytest.param(replace(CAROL, skills=frozenset({"security"})), id="a skill that ana has not"),
        pytest.param(replace(CAROL, skills=frozenset({"refund", "security"})), id="one skill more than ana has"),
        pytest.param(replace(CAROL, language="en"), id="a language that ana does not speak"),
        pytest.param(replace(CAROL, level=Level.SUPERVISOR), id="a level above ana's"),
        pytest.param(replace(CAROL, passed_over={"ana": NOW + 1}), id="refused by ana a while ago"),
        pytest.param(replace(CAROL, passed_over={"ana": ALWAYS}), id="ana was the agent of last time"),
        pytest.param(replace(CAROL, not_before=NOW + 1), id="a callback whose time has not come"),
        pytest.param(replace(CAROL, state="away"), id="away"),
        pytest.param(replace(CAROL, state="offered"), id="offered to somebody already"),
    ],
)
def test_who_cannot_be_offered_holds_nobody_up(unfit: Waiting) -> None:
    assert offers([unfit, DAN], [ANA]) == [("dan", "ana")]


@pytest.mark.parametrize(
    "fit",
    [
        pytest.param(replace(CAROL, skills=frozenset()), id="no skill is needed"),
        pytest.param(replace(CAROL, passed_over={"ana": NOW}), id="refused by ana, and the pause is over"),
        pytest.param(replace(CAROL, passed_over={"ben": ALWAYS}), id="another was the agent of last time"),
        pytest.param(replace(CAROL, kind="callback", not_before=NOW), id="a callback whose time has come"),
    ],
)
def test_who_can_be_offered_goes_first(fit: Waiting) -> None:
    assert offers([DAN, fit], [ANA]) == [("carol", "ana")]


@pytest.mark.parametrize("state", ["offered", "talking", "wrap_up", "away"])
def test_only_a_ready_agent_is_offered_a_call(state: str) -> None:
    assert offers([CAROL], [replace(ANA, state=state)]) == []


@pytest.mark.parametrize(
    ("agents", "chosen"),
    [
        pytest.param([ANA, replace(ANA, id="amy", ready_since=NOW - 6_000)], "amy", id="the longest ready"),
        pytest.param([ANA, BEN], "ana", id="who can do nothing else, though the other is ready longer"),
        pytest.param([replace(ANA, skills={"refund": 2}), BEN], "ben", id="who does this best"),
        pytest.param([SOL, BEN], "ben", id="no supervisor while an agent is free"),
        pytest.param([SOL], "sol", id="a supervisor when nobody else is"),
        pytest.param([replace(ANA, id="zoe"), ANA], "ana", id="by id when all else is the same"),
    ],
)
def test_which_agent_takes_a_call(agents: list[Agent], chosen: str) -> None:
    assert offers([CAROL], agents) == [("carol", chosen)]


def test_an_agent_who_alone_can_take_one_is_not_given_to_the_other() -> None:
    both = replace(ANA, skills={"refund": 2, "billing": 1})
    assert offers([CAROL, EVE], [BEN, both]) == [("carol", "ana"), ("eve", "ben")]


def test_positions_are_told_along_the_line() -> None:
    line = [CAROL, DAN, replace(DAN, id="fay", state="offered")]
    assert [position(each, line, [ANA], NOW) for each in line] == [1, 2, 3]


@pytest.mark.parametrize(
    ("before", "counted"),
    [
        pytest.param(CAROL, 2, id="in the same queue"),
        pytest.param(replace(EVE, head_start=3_600_000), 2, id="in another queue, for an agent who is for both"),
        pytest.param(replace(EVE, head_start=3_600_000, level=Level.REVIEW), 1, id="for nobody who is for this one"),
        pytest.param(replace(CAROL, state="away"), 1, id="away"),
        pytest.param(replace(CAROL, not_before=NOW + 1), 1, id="a callback of later"),
        pytest.param(EVE, 1, id="who came later"),
    ],
)
def test_who_counts_as_ahead(before: Waiting, counted: int) -> None:
    assert position(DAN, [before, DAN], [replace(BEN, state="talking")], NOW) == counted


def test_one_for_whom_nobody_is_there_still_has_a_place_in_its_queue() -> None:
    assert position(DAN, [CAROL, DAN], [], NOW) == 2


def test_the_example_of_the_page_on_queues_is_so() -> None:
    page = Path(__file__).parents[2] / "docs" / "queues.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert (failed, tried > 0) == (0, True)
