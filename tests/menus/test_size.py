"""Menus stay small: five options at most, and no answer more than three choices away; `ivr lint` stops what is larger (R20)."""

from pathlib import Path

import pytest

from ivr.compiler.source import load
from ivr.lint.runner import lint, read_menus
from ivr.service.actions import DECLARATIONS

LAST = "        label: {zh: 投诉和建议, en: For complaints and suggestions}\n"
SIXTH = "        label: {zh: 优惠活动, en: For offers}\n        goto: solved.check\n      6:\n"
"""A sixth option of the main menu: what stood on 5 stands on 6."""
HIGHER = """  menu:
    type: menu
    set: {category: refund, topic: refund}
    options:
      1: {label: {zh: 退款的事, en: For what a refund is}, goto: lower}
      2: {label: {zh: 其他退款问题, en: For any other matter}, goto: lower}
  lower:
    type: menu
    options:
      1: {label: {zh: 网上买的, en: If you bought it on the web}, goto: lowest}
      2: {label: {zh: 店里买的, en: If you bought it in a shop}, goto: lowest}
  lowest:
"""
LARGER = [
    ("welcome.yaml", LAST, SIXTH + LAST, "too-many-options"),
    ("refund.yaml", "  menu:\n", HIGHER, "too-deep"),
]


def rules_broken(files: dict[str, str]) -> set[tuple[str, str]]:
    problems = lint(read_menus([load(text, name) for name, text in files.items()], DECLARATIONS))
    return {(problem.rule, problem.file) for problem in problems}


@pytest.fixture(scope="session")
def shipped(menus: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(menus.glob("*.yaml"))}


def test_no_menu_is_larger_than_the_hotline_allows(shipped: dict[str, str]) -> None:
    assert "  too-many-options: {info: 5, warning: 5}\n  too-deep: 3\n" in shipped["hotline.yaml"]
    assert rules_broken(shipped) == set()


@pytest.mark.parametrize(("file", "old", "new", "rule"), LARGER)
def test_a_sixth_option_and_a_fourth_choice_stop_the_build(file: str, old: str, new: str, rule: str, shipped: dict[str, str]) -> None:
    assert (rule, file) in rules_broken(shipped | {file: shipped[file].replace(old, new, 1)})
