"""Every rule finds exactly what is written beside its bad menus, and nothing in its good ones; `pytest --update` writes it anew."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ivr.compiler.compile import read_draft
from ivr.compiler.source import load
from ivr.flow.actions import Actions
from ivr.lint.mend import mend
from ivr.lint.output import as_text
from ivr.lint.rule import Menus, Rule
from ivr.lint.rules import RULES, wrong_marks
from ivr.lint.runner import lint, read_menus
from tests.compiler.cases import files_of

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
CASES = [(rule, name) for rule in RULES for name in ("bad", "ok")]


def read_case(rule: Rule, name: str, small: Mapping[str, str], actions: Actions) -> Menus:
    """Read an example, and `before.yaml` beside it, which is how the menus were."""
    folder = HERE / rule.ID
    own = folder / "hotline.yaml"
    hotline = {**small, "hotline.yaml": own.read_text()} if own.exists() else small

    def sources(case: Path) -> list:
        return [load(text, file) for file, text in files_of(case.read_text(), hotline).items()]

    earlier = folder / "before.yaml"
    before = read_draft(sources(earlier), actions) if earlier.exists() else None
    return read_menus(sources(folder / f"{name}.yaml"), actions, TODAY, before)


@pytest.mark.parametrize(("rule", "name"), CASES, ids=[f"{rule.ID}-{name}" for rule, name in CASES])
def test_a_rule_finds_this_and_no_more(rule: Rule, name: str, small: Mapping[str, str], declared: Actions, update: bool) -> None:
    said = f"{as_text(lint(read_case(rule, name, small, declared), [rule]))}\n"
    expected = HERE / rule.ID / f"{name}.out"
    if update and name == "bad":
        expected.write_text(said)
    assert said == (expected.read_text() if name == "bad" else "\n")


def test_what_is_certain_is_mended_and_nothing_else(small: Mapping[str, str], declared: Actions) -> None:
    menus = read_case(wrong_marks, "bad", small, declared)
    bad = (HERE / "wrong-marks" / "bad.yaml").read_text()
    mended = mend(bad, lint(menus, [wrong_marks]))
    assert mended == (HERE / "wrong-marks" / "mended.yaml").read_text()
    sources = [load(text, file) for file, text in files_of(mended, small).items()]
    assert lint(read_menus(sources, declared, TODAY), [wrong_marks]) == []


def test_no_examples_are_left_without_their_rule() -> None:
    assert {folder.name for folder in HERE.iterdir() if folder.is_dir()} - {"__pycache__", "hotline"} == {rule.ID for rule in RULES}


def test_the_small_hotline_of_the_examples_is_clean(small: Mapping[str, str], declared: Actions) -> None:
    trial = (HERE / "unreachable" / "ok.yaml").read_text()
    menus = read_menus([load(text, file) for file, text in files_of(trial, small).items()], declared, TODAY)
    assert lint(menus) == []
