"""docs/requirements.md keeps its word: every line once, every test it names exists and ran, and what is whole is shown by a call."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.named import is_run, not_run

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "requirements.md"
NAMES = [*(f"R{number}" for number in range(1, 102)), *(f"N{number}" for number in range(1, 11))]
LINE = re.compile(r"\| (?P<name>[RN]\d+) \| (?P<what>[^|]+\.) \| (?P<far>[^|]+) \|(?P<tests>( `[^`|]+`)*) \|")
WHOLE, NOT_BEGUN = "**whole**", "not begun"
PARTLY = re.compile(r"so far: .+; missing: .+")
CALLED = ("menus/tests/", *(f"tests/{room}/" for room in ("account", "calls", "floor", "identity", "menus", "security", "web")))
"""Where tests ring or ask the application itself. Others show a part of it and cannot make a line whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page."""

    name: str
    far: str
    tests: tuple[str, ...]


def read_rows(page: str) -> list[Row]:
    """Read the lines that begin with a name; raises ValueError for one that is written in another way."""
    return [_row(line) for line in page.splitlines() if re.match(r"\| *[RN]\d", line)]


def _row(line: str) -> Row:
    found = LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"not a line of the table: {line}")
    return Row(found["name"], found["far"], tuple(re.findall("`([^`]+)`", found["tests"])))


def wrong_with(row: Row) -> str | None:
    """Say what a row promises that it does not show."""
    match row.far, row.tests:
        case ("not begun", ()):
            return None
        case ("not begun", _):
            return "has tests, but is not begun"
        case (_, ()):
            return "names no test"
        case ("**whole**", tests) if not any(test.startswith(CALLED) for test in tests):
            return "is whole, but no test rings or asks the application"
        case (far, _) if far != WHOLE and not PARTLY.fullmatch(far):
            return f"is neither {WHOLE}, nor so far: …; missing: …, nor {NOT_BEGUN}"
    return None


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_rows(PAGE.read_text(encoding="utf-8"))


def test_every_line_stands_there_once_and_in_order(rows):
    assert [row.name for row in rows] == NAMES


def test_every_line_shows_what_it_promises(rows):
    assert {row.name: wrong for row in rows if (wrong := wrong_with(row))} == {}


def test_every_test_that_is_named_ran(rows, request):
    assert not_run({test for row in rows for test in row.tests}, request.session) == []


def test_what_is_whole_is_not_shown_by_a_test_that_may_fail(rows, request):
    doubtful = {item.nodeid for item in request.session.items if item.get_closest_marker("xfail")}
    assert {row.name for row in rows if row.far == WHOLE and any(is_run(test, doubtful) for test in row.tests)} == set()


def test_a_written_call_that_makes_a_line_whole_does_something_and_hears_what_comes_of_it(rows):
    calls = {test for row in rows if row.far == WHOLE for test in row.tests if test.endswith(".call")}
    lines = {call: "".join(line[0] for line in (HERE.parent / call).read_text(encoding="utf-8").splitlines() if line) for call in calls}
    assert {call for call, marks in lines.items() if not re.search(">[<=]", marks)} == set()


BAD: Mapping[str, str] = {
    "| R1 | It helps. | **whole** | |": "names no test",
    "| R1 | It helps. | **whole** | `tests/spoken/test_spoken.py::test_a` |": "no test rings",
    "| R1 | It helps. | nearly | `tests/web/test_a.py::test_a` |": "is neither",
    "| R1 | It helps. | so far: a bit | `tests/web/test_a.py::test_a` |": "is neither",
    "| R1 | It helps. | not begun | `tests/web/test_a.py::test_a` |": "is not begun",
}


@pytest.mark.parametrize("line", BAD)
def test_a_line_that_promises_too_much_is_found(line):
    (row,) = read_rows(line)
    assert BAD[line] in str(wrong_with(row))


@pytest.mark.parametrize("line", ["| R1 | It helps. | whole", "| R1 | It helps | not begun | |", "| R1 | It helps. | not begun | a test |"])
def test_a_line_that_is_none_is_refused(line):
    with pytest.raises(ValueError, match="not a line"):
        read_rows(line)


@pytest.mark.parametrize(
    ("test", "node", "runs"),
    [
        ("tests/a.py::test_it", "tests/a.py::test_it", True),
        ("tests/a.py::test_it", "tests/a.py::test_it[1]", True),
        ("tests/a.py::test_it", "tests/a.py::test_it_not", False),
        ("menus/tests/a.call", "tests/calls/test_calls.py::test_a_written_call_goes_as_written[menus/a]", True),
        ("menus/tests/a.call", "tests/calls/test_calls.py::test_a_written_call_goes_as_written[tests/a]", False),
        ("menus/tests/a.call", "tests/calls/test_calls.py::test_a_written_call_goes_as_written[menus/ab]", False),
        ("tests/flow/rules/a.yaml", "tests/flow/test_cases.py::test_a_call_goes_as_its_case_tells[rules/a: b]", True),
        ("tests/flow/rules/a.yaml", "tests/flow/test_cases.py::test_a_call_goes_as_its_case_tells[rules/ab: b]", False),
    ],
)
def test_a_named_test_is_known_by_its_id(test, node, runs):
    assert is_run(test, [node]) is runs
