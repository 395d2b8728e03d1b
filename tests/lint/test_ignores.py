"""Comments that let a problem be, with a reason; those that let nothing be are problems themselves."""

from collections.abc import Mapping

import pytest

from ivr.compiler.source import load
from ivr.flow.actions import Actions
from ivr.lint.runner import lint, read_menus

MENU = """menu: trial
nodes:
  start: {{type: say, prompt: {{zh: 很快送达。, en: It will arrive soon.}}, ending: info}}
{above}
  lost: {{type: say, prompt: {{zh: 请稍候。, en: Please wait.}}, ending: info}}{behind}
"""
LOST = 'trial.yaml:5:3: nothing leads to "trial.lost". Add an option that goes there, or delete it. [unreachable]'
CASES = [
    ("", "", [LOST]),
    ("", "  # ivr: ignore[unreachable] kept for the summer sale", []),
    ("  # ivr: ignore[unreachable] kept for the summer sale", "", []),
    ("# ivr:ignore[ unreachable , unreachable ] kept for the summer sale", "", []),
    ("  # ivr: ignore[unreachable] kept for the summer sale\n\n  # and another remark", "", []),
    (
        "",
        "  # ivr: ignore[unreachable]",
        ["trial.yaml:5:74: this does not say why the problem may stay. Write the reason behind the bracket. [ignore]"],
    ),
    (
        "  # ivr: ignore[too-many-options] never so many",
        "",
        [
            'trial.yaml:4:3: "too-many-options" finds nothing here. Delete the comment, or put it on the line of the problem. [ignore]',
            LOST,
        ],
    ),
    (
        "",
        "  # ivr: ignore[unreachible] kept",
        [LOST, 'trial.yaml:5:74: "unreachible" is not a rule that can be ignored. Did you mean "unreachable"? [ignore]'],
    ),
    (
        "",
        "  # ivr: ignore unreachable, kept",
        [LOST, "trial.yaml:5:74: this comment is not understood. Write # ivr: ignore[rule] and the reason. [ignore]"],
    ),
    (
        "",
        "  # ivr: ignore[unreachable, too-many-options] kept",
        [
            'trial.yaml:5:74: "too-many-options" finds nothing here. Delete the comment, or put it on the line of the problem. [ignore]',
        ],
    ),
]


@pytest.mark.parametrize(("above", "behind", "said"), CASES)
def test_a_comment_lets_a_problem_be(above: str, behind: str, said: list[str], small: Mapping[str, str], declared: Actions) -> None:
    files = {**small, "trial.yaml": MENU.format(above=above, behind=behind)}
    menus = read_menus([load(text, file) for file, text in files.items()], declared)
    assert [str(problem).partition("\n")[0] for problem in lint(menus)] == said
