"""docs/simulator-ledger.md and docs/simulator.md say of the simulated carrier what is so."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivr.simulator import verbs
from ivr.simulator.rest import routes
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs import start
from tests.named import not_run

DOCS = Path(__file__).parent.parent / "docs"
MARKS = ("documented", "observed", "inferred")
LINE = re.compile(r"\| (?P<topic>[a-z]+)-(?P<number>\d+) \| (?P<rule>[^|]+\.) \| (?P<mark>[a-z]+) \|(?P<tests>( `[^`|]+`)*) \|")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the ledger; of a point that nobody knows, the mark is its default."""

    topic: str
    number: int
    text: str
    mark: str
    tests: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.topic != "unsure"


def read_rules(page: str) -> list[Rule]:
    """Read the lines that begin with a name; raises ValueError for one that is written in another way."""
    return [_rule(line) for line in page.splitlines() if re.match(r"\| *\w+-\d", line)]


def _rule(line: str) -> Rule:
    found = LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"not a line of the ledger: {line}")
    tests = (test if test.startswith("tests/") else f"tests/simulator/{test}" for test in re.findall("`([^`]+)`", found["tests"]))
    return Rule(found["topic"], int(found["number"]), found["rule"], found["mark"], tuple(tests))


def shares(rules: list[Rule]) -> str:
    """Say how much of the ledger is known, and shown."""
    known, points = [rule for rule in rules if rule.is_known], [rule for rule in rules if not rule.is_known]
    marks = Counter(rule.mark for rule in known)
    told = ", ".join(f"{marks[mark]} {mark} ({marks[mark] / len(known):.0%})" for mark in MARKS)
    shown, turned = (sum(bool(rule.tests) for rule in each) for each in (known, points))
    return f"Of {len(known)} rules, {told}; tests show {shown}. Of {len(points)} points that nobody knows, tests show {turned} both ways."


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "simulator-ledger.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rules(page: str) -> list[Rule]:
    return read_rules(page)


def test_the_rules_of_a_topic_are_numbered_from_one(rules):
    numbers: dict[str, list[int]] = {}
    for rule in rules:
        numbers.setdefault(rule.topic, []).append(rule.number)
    assert {topic: found for topic, found in numbers.items() if found != list(range(1, len(found) + 1))} == {}


def test_every_rule_has_a_mark(rules):
    assert {rule.mark for rule in rules if rule.is_known} == set(MARKS)


def test_every_test_that_is_named_ran(rules, request):
    assert not_run({test for rule in rules for test in rule.tests}, request.session) == []


def test_the_points_nobody_knows_are_those_of_the_program(rules):
    written = [(rule.number, rule.text, rule.mark) for rule in rules if not rule.is_known]
    assert written == [(point.number, f"`{point.name}`: {point.claim}.", "yes" if point.default else "no") for point in Unsure.points()]


def test_the_shares_are_counted(page, rules):
    assert [line for line in page.splitlines() if line.startswith("Of ")] == [shares(rules)]


NOT_DONE = {
    "Of TwiML's verbs": verbs.NOT_SIMULATED,
    "In `<Start>` and `<Stop>`": start.NOT_SIMULATED,
    "Of the REST API": routes.NOT_SIMULATED,
    "Parameters of REST": routes.NO_EFFECT,
}


@pytest.mark.parametrize("part", NOT_DONE)
def test_what_is_not_simulated_is_what_the_program_refuses(part):
    listed = (DOCS / "simulator.md").read_text(encoding="utf-8").partition("## What it does not do\n")[2]
    [item] = [item for item in re.split(r"^\* ", listed, flags=re.MULTILINE) if item.startswith(part)]
    assert sorted(re.findall("`(\\w+)`", item)) == sorted(NOT_DONE[part])


BAD: Mapping[str, str] = {
    "no full stop": "| key-1 | A key stops the prompts | documented | |",
    "no mark": "| key-1 | A key stops the prompts. | |",
    "a test without a name": "| key-1 | A key stops the prompts. | documented | a test |",
}


@pytest.mark.parametrize("slip", BAD)
def test_a_line_that_is_none_is_refused(slip):
    with pytest.raises(ValueError, match="not a line"):
        read_rules(BAD[slip])
