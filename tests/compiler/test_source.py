"""Places: the line and column of what is written, whatever stands before it; and what cannot be read at all."""

import pytest

from ivr.compiler.problems import Found, Problem, did_you_mean
from ivr.compiler.source import LARGEST_FILE, Source, load

MENU = """\
menu: trial
nodes:
  first:
    prompt: {zh: 请选择，谢谢。, en: "Choose, please."}
    options: {1: {goto: 终点}, 2: [a, b]}
    long: >
      folded
      text
"""


def at(source: Source, *route: str | int, on_key: bool = False) -> tuple[int, int, int]:
    problem = source.problem(Found(("trial", *route), "", "", on_key))
    return problem.line, problem.column, problem.width


@pytest.mark.parametrize(
    ("route", "on_key", "place"),
    [
        (("menu",), False, (1, 7, 5)),
        (("menu",), True, (1, 1, 4)),
        (("nodes",), False, (2, 1, 5)),
        (("nodes", "first"), True, (3, 3, 5)),
        (("nodes", "first", "prompt", "zh"), False, (4, 18, 7)),
        (("nodes", "first", "prompt", "en"), False, (4, 31, 17)),
        (("nodes", "first", "prompt", "en"), True, (4, 27, 2)),
        (("nodes", "first", "options", "1", "goto"), False, (5, 25, 2)),
        (("nodes", "first", "options", "2", 1), False, (5, 37, 1)),
        (("nodes", "first", "options", "3", "goto"), False, (5, 5, 7)),
        (("nodes", "first", "long"), False, (6, 11, 1)),
    ],
)
def test_a_route_has_a_place(route: tuple[str | int, ...], on_key: bool, place: tuple[int, int, int]) -> None:
    assert at(load(MENU, "trial.yaml"), *route, on_key=on_key) == place


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_are_counted_as_yaml_does(end: str) -> None:
    assert at(load(f"menu: trial{end}nodes: {{}}{end}", "trial.yaml"), "nodes", on_key=True) == (2, 1, 5)


def test_a_byte_order_mark_is_nothing() -> None:
    assert at(load("\ufeffmenu: trial\n", "trial.yaml"), "menu") == (1, 7, 5)


@pytest.mark.parametrize(
    ("line", "column", "width", "caret"),
    [
        ("goto: end", 7, 3, "      ^~~"),
        ("退款: end", 5, 3, "      ^~~"),
        ("a: 退款", 4, 2, "   ^~~~"),
        ("\tend", 2, 3, "\t^~~"),
        ("é: e\u0301nd", 4, 4, "   ^~~"),
        ("end", 4, 1, "   ^"),
    ],
)
def test_a_caret_stands_under_its_words(line: str, column: int, width: int, caret: str) -> None:
    shown = str(Problem("trial.yaml", 12, column, "what", "Fix.", "rule", line, width))
    assert shown == f"trial.yaml:12:{column}: what. Fix. [rule]\n12 | {line}\n   | {caret}"


def test_a_very_long_line_is_shown_in_part() -> None:
    shown = str(Problem("trial.yaml", 1, 501, "what", "Fix.", "rule", "a" * 500 + "b" * 500, 3)).split("\n")
    assert len(shown[1]) < 250
    assert shown[2].index("^") == shown[1].index("b")


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"menu: trial\nnodes: \xff\n", 2, "this line holds the byte 0xff, which is not UTF-8 text"),
        (b"menu: tri\x00al\n", 1, "there is a control character here that cannot be spoken or seen"),
        (b"menu: trial\nnodes: \x07\n", 2, "there is a control character here that cannot be spoken or seen"),
        (b"#" * (LARGEST_FILE + 1), 1, "this file has 1,000,001 bytes, and 1,000,000 are allowed"),
        (b"menu: trial\n? [a]\n: b\n", 2, "a key must be one word, not a list or a table"),
        (b"menu: trial\nnodes:\nmenu: other\n", 3, '"menu" is written twice here, first on line 1'),
        ("menu: trial\nnodes：\n".encode(), 2, "the colon here is a full-width one (：)"),
    ],
)
def test_what_cannot_be_read_is_a_problem(raw: bytes, line: int, what: str) -> None:
    source = load(raw, "trial.yaml")
    assert [(problem.line, problem.what) for problem in source.problems] == [(line, what)]


@pytest.mark.parametrize(
    ("wrong", "right", "guess"),
    [
        ("refnd", ["refund", "order"], 'Did you mean "refund"?'),
        ("xyz", ["refund", "order"], "There are: order, refund."),
        ("xyz", [], "There are none yet."),
        ("xyz", map(str, range(20)), "There are: 0, 1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and more."),
    ],
)
def test_a_guess_is_near_or_lists_what_there_is(wrong: str, right: list[str], guess: str) -> None:
    assert did_you_mean(wrong, right) == guess
